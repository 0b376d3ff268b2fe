"""Names nobody in particular has: frequent surnames with given names put together from two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦"
    "贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")

# Given names follow the fashion of the years: (born up to, male characters, female characters).
_FASHIONS = (
    (1959, "国建德福贵明文光华荣富庆昌祥元", "秀英玉兰桂珍淑芬素清凤琴仁惠莲"),
    (1979, "建军志强国平永刚勇伟明斌林华东", "丽红霞敏燕萍艳芳琼蓉玲娟群英莉"),
    (1999, "磊鹏涛浩超杰波俊峰宇凯鑫亮洋帆", "婷静雪倩莹洁慧娜佳颖琳璐瑶丹晶"),
    (2100, "子轩浩然宇航梓睿俊熙博文一诺奕辰", "梓涵欣怡雨桐诗语可馨思彤依诺若汐"),
)


class Names:
    """Makes surnames and given names from one source of chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def surname(self) -> str:
        """A surname, the frequent ones more often, now and then one of two characters."""
        if self.rng.random() < 0.004:
            return self.rng.choice(DOUBLE_SURNAMES)
        # The lesser of two draws leans to the front of the table, as surnames do in life.
        return SURNAMES[min(self.rng.randrange(len(SURNAMES)), self.rng.randrange(len(SURNAMES)))]

    def given(self, sex: str, born: int) -> str:
        """A given name that suits sex (``male`` or ``female``) and year of birth."""
        males, females = next((m, f) for last, m, f in _FASHIONS if born <= last)
        table = males if sex == "male" else females
        if self.rng.random() < 0.2:
            return self.rng.choice(table)
        first, second = self.rng.sample(table, 2)
        return first + second

    def full(self, sex: str, born: int) -> str:
        """A whole name of somebody without relatives in the ledger."""
        return self.surname() + self.given(sex, born)


def surname_of(name: str) -> str:
    """The surname a whole name begins with."""
    return name[:2] if name.startswith(DOUBLE_SURNAMES) else name[:1]
