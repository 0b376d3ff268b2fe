"""What the invented community is called, and its two days that everything else is dated by."""

from __future__ import annotations

from datetime import date

PROVINCE, CITY, DISTRICT = "川岭省", "云州市", "青禾区"
SUBDISTRICT, COMMUNITY = "柳溪街道", "清荷社区"
DIVISION = "513399001002"

HOME = f"{CITY}{DISTRICT}"
"""Where residents are registered, as the ledgers write it."""

FIRST_DAY = date(2026, 4, 1)
"""The day the ledgers begin."""
LAST_DAY = date(2026, 9, 30)
"""The last day the ledgers know of: the end of the third quarter."""

# Counties that do not exist, where the migrants come from.
ELSEWHERE = ("云州市白鹭县", "云州市石桥县", "澄州市鹿鸣区", "澄州市松风县", "平泽市雁湖区")
