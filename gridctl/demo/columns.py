"""The columns of the demo's workbooks, under the headings that senders give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gridctl.demo.tables import Column

PERSON_FORM: Final = (
    Column("所属网格*", "grid_code"),
    Column("*房屋编码\n(25位)", "house_code"),
    Column("房屋准确地址*", "address"),
    Column("住房类别*\n(自住、出租、闲置、集体、其他)", "occupancy", "code", "occupancy"),
    Column(" 户号*", "household_no"),
    Column("姓名*", "person.name", "name"),
    Column("与户主关系*", "person.relation", "code", "relation"),
    Column("性别*", "person.sex", "code", "sex"),
    Column("出生日期\n（如1975-02-19）", "person.birth_date", "date"),
    Column("身份证号码*", "person.id_no", "id"),
    Column("市*", "person.city", group="户籍地"),
    Column("区县*", "person.district", group="户籍地"),
    Column("民族*", "person.ethnicity", "code", "ethnicity"),
    Column("政治面貌", "person.political", "code", "political"),
    Column("文化程度", "person.education", "code", "education"),
    Column("婚姻状况", "person.marital", "code", "marital"),
    Column("人户状态*", "person.registration_match", "code", "registration_match"),
    Column("人口类别*", "person.kind", "code", "person_kind"),
    Column("工作单位或就读学校", "person.workplace", "blankable"),
    Column("联系手机", "person.phones", "phones"),
    Column("入住时间", "person.moved_in", "date"),
    Column("备注", "note", "blankable"),
)

MEMBERS_ON_A_ROW: Final = 6
_MEMBER: Final = (
    Column("姓名", "name", "name"),
    Column("关系", "relation", "code", "relation"),
    Column("性别", "sex", "code", "sex"),
    Column("出生日期", "birth_date", "date"),
    Column("身份证号", "id_no", "id"),
    Column("人口类别", "kind", "code", "person_kind"),
    Column("电话", "phones", "phones"),
)
HOUSE_ROW: Final = (
    Column("房屋编号", "house_code"),
    Column("网格代码", "grid_code"),
    Column("详细地址", "address"),
    Column("房屋使用情况", "occupancy", "code", "occupancy"),
    Column("户型", "layout"),
    Column("房东姓名", "owner_name", "name"),
    *(
        replace(each, heading=f"成员{number}{each.heading}", field=f"{number}.{each.field}")
        for number in range(1, MEMBERS_ON_A_ROW + 1)
        for each in _MEMBER
    ),
)

BUSINESS_LIST: Final = (
    Column("店铺名称", "name"),
    Column("信用代码", "uscc"),
    Column("主体类型", "category", "code", "enterprise_kind"),
    Column("商户类型", "place_kind", "code", "place_kind"),
    Column("经营地址", "address"),
    Column("所在网格", "grid_code"),
    Column("联系电话", "phones", "phones"),
    Column("从业人数", "staff_count", "count"),
    Column("经营者", "legal_rep_name", "name"),
    Column("负责人", "manager", "name"),
    Column("安全隐患", "hazards", "code", "business_hazard"),
    Column("开业时间", "opened_on", "date"),
    Column("备注", "note", "blankable"),
)

CARE_FORM: Final = (
    Column("姓名*", "name", "name"),
    Column("所属网格*", "grid_code"),
    Column("性别*", "sex", "code", "sex"),
    Column("出生日期", "birth_date", "date"),
    Column("身份证号码*", "id_no", "id"),
    Column("人员类型*", "category", "code", "special_category"),
    Column("关注程度", "attention", "code", "attention"),
    Column("现住地址*", "address"),
    Column("房屋编码", "house_code"),
    Column("联系手机", "phones", "phones"),
    Column("居住情况", "living_state", "code", "living_state"),
    Column("自理能力", "care_ability", "code", "care_ability"),
    Column("姓名", "guardian_name", "name", group="监护人"),
    Column("联系方式", "guardian_phones", "phones", group="监护人"),
    Column("帮扶人*", "helper_name", "name"),
    Column("纳入依据*", "basis"),
    Column("告知同意*", "mandate"),
    Column("走访周期\n(天)*", "visit_cycle_days", "count"),
    Column("纳入时间", "listed_on", "date"),
    Column("复核时间", "review_on", "date"),
    Column("备注", "note", "blankable"),
)

VOLUNTEER_LIST: Final = (
    Column("志愿者姓名", "name", "name"),
    Column("性别", "sex", "code", "sex"),
    Column("身份证号", "id_no", "id"),
    Column("手机号", "phones", "phones"),
    Column("政治面貌", "political", "code", "political"),
    Column("服务队", "team"),
    Column("特长", "skills", "code", "volunteer_skill"),
    Column("服务意向", "service_intent", "code", "service_intent"),
    Column("所属网格", "grid_code"),
    Column("注册时间", "registered_on", "date"),
)

VISIT_LIST: Final = (
    Column("走访日期", "visited_on", "date"),
    Column("所属网格", "grid_code"),
    Column("走访人员", "staff"),
    Column("对象类别", "target_kind", "code", "target_kind"),
    Column("走访对象", "target_name", "name"),
    Column("房屋编码", "house_code"),
    Column("走访事由", "reason", "code", "visit_reason"),
    Column("走访方式", "mode", "code", "visit_mode"),
    Column("必问事项", "asked"),
    Column("走访情况", "findings"),
    Column("诉求", "needs", "blankable"),
    Column("发现隐患", "hazards", "blankable"),
)
