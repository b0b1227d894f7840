"""What people in the town write: reasons of cases, messages, notes, things to do."""

from __future__ import annotations

CASE_REASONS = {
    "foster": (
        "The parent is in hospital for longer than expected and nobody of the family can step in.",
        "The court ordered care outside the home until the hearing.",
        "A neighbour called twice this week; the children were alone at night.",
        "The grandmother who cared for the children can no longer do so.",
        "The family lost its home in a fire. The children stay together if at all possible.",
        "The parents asked for help themselves and agree to a stay away from home.",
    ),
    "shelter": (
        "Left a shared flat after an argument and has nowhere to stay tonight.",
        "Discharged from hospital without an address.",
        "The lease ended and the new flat is not ready before next month.",
        "Left home for safety. The address must not become known.",
    ),
    "family": (
        "The family was evicted at the end of the month and slept in the car since.",
        "A mother with her children, new in the county, waits for an apartment.",
        "Water damage: the house cannot be lived in until repairs are done.",
    ),
}

MESSAGES = (
    "Can come any time after four. Brings one bag and a school rucksack.",
    "Goes to school in town; the bus stops at the corner.",
    "Sleeps lightly. A quiet room would help.",
    "Please call before the arrival, so that we can tell who opens the door.",
    "Is used to dogs and would be glad of one.",
    "Needs a place from that day on; an earlier bed would be welcome.",
    "",
    "",
)

HOST_NOTES = (
    "Talked to the school: attendance is good, the teacher is worried about the last two weeks.",
    "The mother asks for a visit on Sundays. Agreed for the afternoons.",
    "The caseworker before me wrote that placements in large houses did not last.",
    "The father's lawyer called. Nothing to be told to the provider.",
    "The aunt in Cold Spring may take over in the summer; home study is under way.",
    "Medical card is in the file. No allergies known.",
    "Relative search finished: nobody near by at the moment.",
)

TO_PARTNER = (
    "The visit with the mother is on Sunday at two, in the office. We bring and fetch.",
    "The school papers come by post. Please sign the bus form.",
    "The dentist has an appointment on Thursday at ten.",
    "Thank you for taking this at such short notice.",
)

FROM_PARTNER = (
    "Settled in well. Ate with us, slept through.",
    "Asks for the bicycle that was left at home. Can somebody bring it?",
    "Had a hard evening after the call. Better this morning.",
    "Made friends with the neighbour's children.",
    "Please send the insurance number; the doctor asked for it.",
)

AMONG_PARTNERS = (
    "Room changed: now upstairs beside the bathroom.",
    "Night shift knows about the night light.",
)

TO_DO = (
    ("visit", "Home visit: talk to the child alone"),
    ("call", "Call the school about the transport"),
    ("meeting", "Family meeting with the parents and the guardian"),
    ("document", "Get the birth certificate from the county clerk"),
    ("court", "Report for the review hearing"),
    ("call", "Call the carers after the first night"),
    ("visit", "Monthly visit at the home"),
    ("document", "Renew the consent for medical treatment"),
)

REJECTED_BECAUSE = {
    "other": "Our boiler broke last night; nobody can move in before it is mended.",
}

CATEGORIES = {
    "foster": ("foster_care", "foster_care", "protection"),
    "group": ("foster_care", "protection"),
    "shelter": ("shelter",),
    "family": ("family_support", "shelter"),
}
