"""Names for a town: of people, of streets, of places. Any likeness is chance."""

from __future__ import annotations


def names(text: str) -> list[str]:
    return text.split()


GIRLS = names("""
Abigail Adaeze Aisha Alma Amara Amelia Ana Aria Autumn Ava Brianna Camila Carmen Chloe Clara Daisy
Daniela Destiny Elena Eliza Ella Emma Esme Eva Faith Fatima Gabriela Grace Hailey Hannah Hazel
Imani Iris Isabel Ivy Jada Jasmine Josie Julia Kaylee Kiara Layla Leah Lena Lucia Lucy Lydia Maya
Mariana Mila Naomi Natalie Nora Nyla Olivia Paige Penny Quinn Rosa Ruby Sadie Salma Sofia Stella
Talia Tessa Valeria Violet Willow Ximena Yasmin Zoe
""")

BOYS = names("""
Aaron Adam Adrian Alejandro Amir Andre Angel Anthony Asher Austin Benjamin Blake Bryce Caleb
Camden Carlos Carter Cole Connor Damian Daniel Darius Davon Diego Eli Elijah Emilio Ethan Felix
Finn Gabriel Gavin Hassan Henry Hudson Ian Isaac Isaiah Ivan Jaden Jamal Jasper Javier Jonah
Jordan Jose Julian Kai Kevin Levi Liam Logan Luca Lucas Malik Marcus Mateo Micah Miles Nathan Noah
Oscar Owen Rafael Rowan Ryan Samuel Santiago Silas Theo Tyler Victor Wesley Xavier Zion
""")

SURNAMES = names("""
Aldridge Alvarez Anders Archer Ashby Avila Bader Ballard Barros Beaumont Becker Bishop Blackwood
Boyle Bradshaw Brewer Briggs Burke Cabrera Calloway Cantu Carver Chavez Clayborn Cobb Conway
Cordova Crowley Cruz Dalton Delacroix Dempsey Dixon Dorsey Draper Drummond Dunham Easley Ellison
Emery Escobar Esparza Everett Faulkner Ferris Figueroa Finch Flores Foley Forsythe Fuentes Gaines
Garrison Gibbs Godfrey Goodwin Granger Guerrero Hadley Halstead Hammond Harding Hendricks Herrera
Hobbs Holbrook Holt Huerta Hurley Ingram Irving Jarvis Jessup Kane Keller Kirby Lambert Landry
Langley Larkin Lattimore Leal Locke Lomax Lozano Lyons Macias Maddox Maldonado Marlow Mason Mayfield
McBride Medina Mercer Merritt Monroe Montoya Moody Morrow Munoz Navarro Nieves Noble Novak Nunez
Oakley Odom Olsen Orozco Osborne Pacheco Paine Parrish Paxton Pickett Pierce Pineda Porter Prescott
Quintero Rainey Ramsey Redmond Reeves Rhodes Rivers Robles Rollins Rosario Rowland Salazar Sampson
Santana Sawyer Schultz Shelby Sheridan Sinclair Slater Solis Stafford Stokes Strickland Suarez
Sutton Talbot Tate Thorne Tobin Townsend Trujillo Tucker Vance Vargas Vaughn Velasco Waller Walsh
Ward Weaver Webb Wilder Winslow Woodard Wyatt Yancey Yates York Zamora Zimmer
""")

STREETS = (
    "Ash Street", "Birch Lane", "Bridge Street", "Canal Road", "Chestnut Street", "Clay Avenue",
    "Court Street", "Depot Road", "Elm Street", "Ferry Road", "Front Street", "Grove Avenue",
    "Hickory Lane", "Jackson Street", "Kimball Avenue", "Locust Street", "Main Street",
    "Mill Road", "Oak Street", "Orchard Lane", "Pearl Street", "Quarry Road", "River Drive",
    "Spring Street", "Sycamore Street", "Vine Street", "Walnut Street", "Washington Avenue",
)  # fmt: skip

#: Name of the town: latitude and longitude of its middle, postal code.
TOWNS = {
    "Riverbend": (41.523, -90.551, "52790"),
    "Millbrook": (41.604, -90.352, "52791"),
    "Easton Ferry": (41.441, -90.622, "52792"),
    "Prairie View": (41.468, -90.334, "52793"),
    "Cold Spring": (41.676, -90.583, "52794"),
    "Lakeshore": (42.070, -90.170, "52870"),
}

LANGUAGES = (
    ["en"], ["en"], ["en"], ["en"], ["en"],
    ["en", "es"], ["es"], ["en", "es"], ["en", "vi"], ["so"],
)  # fmt: skip

RELATIONSHIPS = ("mother", "mother", "father", "grandmother", "aunt")
