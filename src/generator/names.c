/* First and last names by language. Spelled with their own letters where the language has them; names in other scripts
 * are romanised. No commas, quotes or apostrophes. Surnames that differ by gender are left out, as first names are not
 * told apart. */
#include "generator/tables.h"

#define LIST(array)                                                                                                    \
    {                                                                                                                  \
        array, sizeof array / sizeof *array                                                                            \
    }

static const char *const american_first[] = {
    "James",   "Mary",      "Michael",     "Patricia",  "Robert",  "Jennifer", "John",   "Linda",
    "David",   "Elizabeth", "William",     "Barbara",   "Richard", "Susan",    "Joseph", "Jessica",
    "Thomas",  "Karen",     "Christopher", "Sarah",     "Charles", "Lisa",     "Daniel", "Nancy",
    "Matthew", "Sandra",    "Anthony",     "Ashley",    "Mark",    "Emily",    "Steven", "Kimberly",
    "Andrew",  "Donna",     "Joshua",      "Michelle",  "Kevin",   "Carol",    "Brian",  "Amanda",
    "Tyler",   "Melissa",   "Brandon",     "Stephanie", "Jordan",  "Madison",  "Ethan",  "Savannah"};
static const char *const american_last[] = {
    "Smith",    "Johnson",   "Williams", "Brown",    "Jones",    "Garcia",   "Miller", "Davis",   "Rodriguez",
    "Martinez", "Hernandez", "Lopez",    "Gonzalez", "Wilson",   "Anderson", "Thomas", "Taylor",  "Moore",
    "Jackson",  "Martin",    "Lee",      "Perez",    "Thompson", "White",    "Harris", "Sanchez", "Clark",
    "Ramirez",  "Lewis",     "Robinson", "Walker",   "Young",    "Allen",    "King",   "Wright",  "Scott",
    "Torres",   "Nguyen",    "Hill",     "Flores",   "Green",    "Adams",    "Nelson", "Baker",   "Hall",
    "Rivera",   "Campbell",  "Mitchell", "Carter",   "Roberts"};

static const char *const british_first[] = {
    "Oliver",  "Olivia",    "George", "Amelia", "Harry",    "Isla",     "Noah",   "Ava",     "Jack",
    "Freya",   "Leo",       "Poppy",  "Arthur", "Florence", "Alfie",    "Evie",   "Oscar",   "Daisy",
    "Henry",   "Charlotte", "Archie", "Phoebe", "Theodore", "Imogen",   "Edward", "Harriet", "Callum",
    "Eleanor", "Ewan",      "Rosie",  "Rhys",   "Megan",    "Gareth",   "Bethan", "Graham",  "Heather",
    "Nigel",   "Gillian",   "Simon",  "Fiona",  "Alistair", "Catriona", "Rupert", "Beatrice"};
static const char *const british_last[] = {
    "Smith",    "Jones",    "Taylor",   "Brown",     "Williams",  "Wilson",  "Johnson", "Davies", "Patel",  "Robinson",
    "Wright",   "Thompson", "Evans",    "Walker",    "White",     "Roberts", "Green",   "Hall",   "Wood",   "Jackson",
    "Clarke",   "Khan",     "Hughes",   "Edwards",   "Turner",    "Ward",    "Cooper",  "Hill",   "Morris", "Moore",
    "Clark",    "Baker",    "Harrison", "Morgan",    "Allen",     "James",   "Scott",   "Watson", "Parker", "Bennett",
    "Fletcher", "Campbell", "Stewart",  "MacDonald", "Whittaker", "Ashworth"};

static const char *const german_first[] = {
    "Anna",     "Paul",   "Lena",   "Maximilian", "Sophie", "Jonas",     "Marie",    "Leon",    "Hannah",
    "Felix",    "Laura",  "Lukas",  "Julia",      "Elias",  "Katharina", "Moritz",   "Johanna", "Jakob",
    "Clara",    "Anton",  "Greta",  "Emil",       "Frieda", "Karl",      "Ursula",   "Jürgen",  "Monika",
    "Wolfgang", "Renate", "Günter", "Ingrid",     "Dieter", "Sabine",    "Uwe",      "Heike",   "Thorsten",
    "Silke",    "Stefan", "Birgit", "Andreas",    "Jörg",   "Bärbel",    "Matthias", "Käthe"};
static const char *const german_last[] = {
    "Müller",    "Schmidt",  "Schneider", "Fischer",    "Weber",  "Meyer",   "Wagner",   "Becker",
    "Schulz",    "Hoffmann", "Schäfer",   "Koch",       "Bauer",  "Richter", "Klein",    "Wolf",
    "Schröder",  "Neumann",  "Schwarz",   "Zimmermann", "Braun",  "Krüger",  "Hofmann",  "Hartmann",
    "Lange",     "Werner",   "Krause",    "Lehmann",    "Köhler", "Maier",   "Huber",    "Kaiser",
    "Fuchs",     "Peters",   "Möller",    "Weiß",       "Jung",   "Hahn",    "Schubert", "Vogel",
    "Friedrich", "Günther",  "Berger",    "Winkler",    "Lorenz", "Großmann"};

static const char *const french_first[] = {
    "Camille",  "Louis",    "Chloé",    "Gabriel", "Léa",         "Raphaël",  "Manon",    "Jules",     "Inès",
    "Hugo",     "Juliette", "Arthur",   "Zoé",     "Lucas",       "Clémence", "Théo",     "Margaux",   "Antoine",
    "Élodie",   "Mathieu",  "Aurélie",  "Nicolas", "Céline",      "Julien",   "Sandrine", "Guillaume", "Nathalie",
    "François", "Isabelle", "Philippe", "Sylvie",  "Jean-Pierre", "Monique",  "Michel",   "Brigitte",  "Benoît",
    "Hélène",   "Thierry",  "Noémie",   "Rémi",    "Agathe",      "Maxime",   "Solène",   "Bastien"};
static const char *const french_last[] = {
    "Martin",  "Bernard", "Thomas",   "Petit",    "Robert",   "Richard",   "Durand",   "Dubois",  "Moreau",   "Laurent",
    "Simon",   "Michel",  "Lefebvre", "Leroy",    "Roux",     "David",     "Bertrand", "Morel",   "Fournier", "Girard",
    "Bonnet",  "Dupont",  "Lambert",  "Fontaine", "Rousseau", "Vincent",   "Muller",   "Lefèvre", "Faure",    "André",
    "Mercier", "Blanc",   "Guérin",   "Boyer",    "Garnier",  "Chevalier", "François", "Legrand", "Gauthier", "Perrin",
    "Clément", "Morin",   "Nicolas",  "Roussel",  "Besnard",  "Carpentier"};

static const char *const spanish_first[] = {
    "Lucía",  "Hugo",    "María",    "Mateo",   "Sofía",   "Martín",  "Paula",   "Alejandro", "Carmen",
    "Pablo",  "Valeria", "Daniel",   "Martina", "Adrián",  "Julia",   "Diego",   "Elena",     "Javier",
    "Marta",  "Sergio",  "Cristina", "Álvaro",  "Beatriz", "Raúl",    "Pilar",   "Andrés",    "Inés",
    "José",   "Rosa",    "Manuel",   "Teresa",  "Antonio", "Isabel",  "Joaquín", "Lourdes",   "Ramón",
    "Silvia", "Óscar",   "Nuria",    "Iván",    "Rocío",   "Gonzalo", "Noelia",  "Íñigo"};
static const char *const spanish_last[] = {
    "García",   "Rodríguez", "González",  "Fernández", "López",   "Martínez", "Sánchez",   "Pérez",
    "Gómez",    "Martín",    "Jiménez",   "Hernández", "Ruiz",    "Díaz",     "Moreno",    "Muñoz",
    "Álvarez",  "Romero",    "Gutiérrez", "Alonso",    "Navarro", "Torres",   "Domínguez", "Ramos",
    "Vázquez",  "Ramírez",   "Gil",       "Serrano",   "Morales", "Molina",   "Blanco",    "Suárez",
    "Castro",   "Ortega",    "Delgado",   "Ortiz",     "Marín",   "Rubio",    "Núñez",     "Medina",
    "Iglesias", "Castillo",  "Cortés",    "Garrido",   "Santos",  "Peña"};

static const char *const mexican_first[] = {
    "Guadalupe", "Juan Carlos", "Fernanda", "Santiago",     "Ximena",    "Emiliano",  "Regina",   "Leonardo",
    "Valentina", "Sebastián",   "Camila",   "Rodrigo",      "Renata",    "Eduardo",   "Daniela",  "Ricardo",
    "Mariana",   "Gerardo",     "Andrea",   "Arturo",       "Alejandra", "Enrique",   "Gabriela", "Héctor",
    "Verónica",  "Jesús",       "Patricia", "Miguel Ángel", "Leticia",   "Francisco", "Norma",    "Guillermo",
    "Yolanda",   "Rubén",       "Araceli",  "Ernesto",      "Maricela",  "Armando",   "Itzel",    "Saúl",
    "Citlali",   "Efraín",      "Socorro",  "Abel"};
static const char *const mexican_last[] = {
    "Hernández",  "García",    "Martínez",  "López",  "González", "Pérez",   "Rodríguez", "Sánchez",
    "Ramírez",    "Cruz",      "Flores",    "Gómez",  "Morales",  "Vázquez", "Reyes",     "Jiménez",
    "Torres",     "Díaz",      "Gutiérrez", "Ruiz",   "Mendoza",  "Aguilar", "Ortiz",     "Moreno",
    "Castillo",   "Romero",    "Álvarez",   "Méndez", "Chávez",   "Rivera",  "Juárez",    "Ramos",
    "Domínguez",  "Herrera",   "Medina",    "Castro", "Vargas",   "Guzmán",  "Velázquez", "Rojas",
    "de la Cruz", "Contreras", "Salazar",   "Luna",   "Ortega",   "Ibarra"};

static const char *const italian_first[] = {
    "Giulia", "Francesco", "Sofia",     "Alessandro", "Aurora",   "Lorenzo", "Alice",     "Matteo",   "Ginevra",
    "Andrea", "Emma",      "Gabriele",  "Giorgia",    "Leonardo", "Chiara",  "Riccardo",  "Martina",  "Davide",
    "Sara",   "Marco",     "Francesca", "Giuseppe",   "Elena",    "Antonio", "Valentina", "Giovanni", "Federica",
    "Luca",   "Silvia",    "Stefano",   "Paola",      "Roberto",  "Laura",   "Salvatore", "Angela",   "Vincenzo",
    "Rosa",   "Nicolò",    "Caterina",  "Enrico",     "Ilaria",   "Pietro",  "Bianca",    "Fabrizio"};
static const char *const italian_last[] = {
    "Rossi",      "Russo",  "Ferrari",  "Esposito", "Bianchi",  "Romano",    "Colombo",   "Ricci",
    "Marino",     "Greco",  "Bruno",    "Gallo",    "Conti",    "De Luca",   "Mancini",   "Costa",
    "Giordano",   "Rizzo",  "Lombardi", "Moretti",  "Barbieri", "Fontana",   "Santoro",   "Mariani",
    "Rinaldi",    "Caruso", "Ferrara",  "Galli",    "Martini",  "Leone",     "Longo",     "Gentile",
    "Martinelli", "Vitale", "Lombardo", "Serra",    "Coppola",  "De Santis", "Marchetti", "Parisi",
    "Villa",      "Conte",  "Ferraro",  "Fabbri",   "Bianco",   "Marini"};

static const char *const polish_first[] = {
    "Zuzanna",    "Antoni", "Julia",      "Jakub",     "Maja",       "Jan",       "Zofia",     "Szymon",    "Hanna",
    "Aleksander", "Lena",   "Franciszek", "Alicja",    "Mikołaj",    "Maria",     "Wojciech",  "Oliwia",    "Adam",
    "Amelia",     "Michał", "Katarzyna",  "Piotr",     "Małgorzata", "Krzysztof", "Agnieszka", "Andrzej",   "Barbara",
    "Tomasz",     "Ewa",    "Paweł",      "Krystyna",  "Marcin",     "Elżbieta",  "Grzegorz",  "Danuta",    "Łukasz",
    "Joanna",     "Rafał",  "Grażyna",    "Stanisław", "Dorota",     "Kamil",     "Beata",     "Świętosław"};
static const char *const polish_last[] = {
    "Nowak",     "Wójcik",     "Kowalczyk", "Woźniak",     "Mazur",     "Krawczyk", "Kaczmarek",  "Zając",
    "Król",      "Wieczorek",  "Wróbel",    "Stępień",     "Dudek",     "Pawlak",   "Adamczyk",   "Sikora",
    "Walczak",   "Baran",      "Szewczyk",  "Pietrzak",    "Marciniak", "Bąk",      "Włodarczyk", "Kubiak",
    "Kołodziej", "Lis",        "Mazurek",   "Kaźmierczak", "Sobczak",   "Głowacz",  "Cieślak",    "Kania",
    "Szulc",     "Mróz",       "Błaszczyk", "Kozak",       "Tomczyk",   "Kopeć",    "Ziółek",     "Gajda",
    "Urban",     "Markiewicz", "Bednarek",  "Stasiak",     "Żak",       "Żurek"};

static const char *const swedish_first[] = {
    "Alice", "William", "Maja",   "Liam",   "Elsa",     "Noah",   "Astrid",  "Hugo",   "Wilma",  "Lucas",   "Freja",
    "Oscar", "Ebba",    "Elias",  "Saga",   "Axel",     "Alma",   "Vincent", "Linnéa", "Viktor", "Ingrid",  "Filip",
    "Signe", "Gustav",  "Anneli", "Lars",   "Birgitta", "Anders", "Kerstin", "Johan",  "Åsa",    "Fredrik", "Maria",
    "Björn", "Karin",   "Göran",  "Annika", "Håkan",    "Ulrika", "Mårten",  "Malin",  "Jörgen", "Märta",   "Östen"};
static const char *const swedish_last[] = {
    "Andersson",   "Johansson",  "Karlsson",   "Nilsson",   "Eriksson", "Larsson",   "Olsson",    "Persson",
    "Svensson",    "Gustafsson", "Pettersson", "Jonsson",   "Jansson",  "Hansson",   "Bengtsson", "Jönsson",
    "Lindberg",    "Jakobsson",  "Magnusson",  "Lindström", "Olofsson", "Lindqvist", "Lindgren",  "Berg",
    "Axelsson",    "Bergström",  "Lundberg",   "Lind",      "Lundgren", "Lundqvist", "Mattsson",  "Berglund",
    "Fredriksson", "Sandberg",   "Henriksson", "Forsberg",  "Sjöberg",  "Ek",        "Wallin",    "Engström",
    "Danielsson",  "Håkansson",  "Öberg",      "Björk",     "Åkesson",  "Nyström"};

static const char *const brazilian_first[] = {
    "Ana",     "João",     "Beatriz",   "Pedro",   "Larissa", "Lucas",   "Juliana", "Mateus",  "Fernanda",
    "Gustavo", "Camila",   "Felipe",    "Letícia", "Rafael",  "Mariana", "Thiago",  "Bruna",   "Leandro",
    "Aline",   "Vinícius", "Patrícia",  "Eduardo", "Débora",  "Rodrigo", "Simone",  "Marcelo", "Vanessa",
    "Luiz",    "Adriana",  "Caio",      "Tatiane", "Antônio", "Márcia",  "Fábio",   "Cláudia", "Sérgio",
    "Luciana", "José",     "Conceição", "Otávio",  "Tainá",   "Murilo",  "Yasmin",  "Davi"};
static const char *const brazilian_last[] = {
    "Silva",     "Santos",    "Oliveira", "Souza",     "Rodrigues", "Ferreira",   "Alves",      "Pereira",
    "Lima",      "Gomes",     "Costa",    "Ribeiro",   "Martins",   "Carvalho",   "Almeida",    "Lopes",
    "Soares",    "Fernandes", "Vieira",   "Barbosa",   "Rocha",     "Dias",       "Nascimento", "Andrade",
    "Moreira",   "Nunes",     "Marques",  "Machado",   "Mendes",    "Freitas",    "Cardoso",    "Ramos",
    "Gonçalves", "Santana",   "Teixeira", "Araújo",    "Pinto",     "Cavalcanti", "Moura",      "Campos",
    "Monteiro",  "Barros",    "Batista",  "Guimarães", "Assunção",  "Brandão"};

static const char *const indian_first[] = {
    "Aarav",   "Aanya",   "Vivaan", "Diya",    "Aditya",    "Ananya",  "Arjun",  "Ishita",   "Rohan",
    "Kavya",   "Karthik", "Meera",  "Rahul",   "Priya",     "Vikram",  "Pooja",  "Sanjay",   "Sunita",
    "Amit",    "Neha",    "Rajesh", "Lakshmi", "Suresh",    "Anjali",  "Manoj",  "Deepa",    "Nikhil",
    "Shreya",  "Harish",  "Divya",  "Ganesh",  "Radha",     "Imran",   "Fatima", "Gurpreet", "Simran",
    "Prakash", "Rekha",   "Ashok",  "Geeta",   "Siddharth", "Nandini", "Varun",  "Tanvi"};
static const char *const indian_last[] = {
    "Sharma",    "Patel",       "Singh",     "Kumar",   "Gupta",  "Reddy",   "Nair",       "Iyer",
    "Das",       "Mehta",       "Joshi",     "Verma",   "Rao",    "Mishra",  "Chatterjee", "Banerjee",
    "Mukherjee", "Pillai",      "Menon",     "Desai",   "Shah",   "Agarwal", "Bhat",       "Kulkarni",
    "Deshpande", "Naidu",       "Chowdhury", "Khan",    "Ahmed",  "Gill",    "Sethi",      "Kapoor",
    "Malhotra",  "Saxena",      "Tiwari",    "Yadav",   "Pandey", "Sinha",   "Bose",       "Ghosh",
    "Krishnan",  "Subramanian", "Fernandes", "Chauhan", "Thakur", "Jain"};

static const char *const japanese_first[] = {
    "Haruto",  "Yui",     "Sota",  "Hina",  "Yuto",   "Aoi",    "Ren",     "Sakura", "Riku",   "Mei",     "Takumi",
    "Yuna",    "Kaito",   "Rin",   "Daiki", "Miyu",   "Kenta",  "Akari",   "Shota",  "Misaki", "Hiroshi", "Yoko",
    "Takashi", "Keiko",   "Kenji", "Naoko", "Makoto", "Yumiko", "Satoshi", "Kumiko", "Akira",  "Emi",     "Kazuya",
    "Mayumi",  "Tetsuya", "Ayaka", "Ryota", "Nanami", "Naoki",  "Haruka",  "Minoru", "Chiyo",  "Isamu",   "Fumiko"};
static const char *const japanese_last[] = {
    "Sato",      "Suzuki",   "Takahashi", "Tanaka",  "Watanabe", "Ito",       "Yamamoto",  "Nakamura",
    "Kobayashi", "Kato",     "Yoshida",   "Yamada",  "Sasaki",   "Yamaguchi", "Matsumoto", "Inoue",
    "Kimura",    "Hayashi",  "Shimizu",   "Saito",   "Yamazaki", "Mori",      "Abe",       "Ikeda",
    "Hashimoto", "Ishikawa", "Ogawa",     "Goto",    "Okada",    "Hasegawa",  "Fujita",    "Murakami",
    "Kondo",     "Ishii",    "Sakamoto",  "Endo",    "Aoki",     "Fujii",     "Nishimura", "Fukuda",
    "Ota",       "Miura",    "Okamoto",   "Matsuda", "Nakajima", "Ueda"};

static const char *const nigerian_first[] = {
    "Chinedu", "Ngozi",  "Emeka",    "Amara",   "Oluwaseun", "Folake",   "Tunde",    "Yetunde",  "Babatunde",
    "Adaeze",  "Musa",   "Aisha",    "Ibrahim", "Zainab",    "Obinna",   "Chioma",   "Ifeanyi",  "Nkechi",
    "Kelechi", "Ifeoma", "Segun",    "Bukola",  "Femi",      "Titilayo", "Yusuf",    "Halima",   "Sani",
    "Hauwa",   "Uche",   "Blessing", "Godwin",  "Grace",     "Sunday",   "Patience", "Abubakar", "Maryam",
    "Efe",     "Ebiere", "Osagie",   "Omolara", "Kayode",    "Simisola", "Ikenna",   "Temitope"};
static const char *const nigerian_last[] = {
    "Okafor",   "Adeyemi",  "Okonkwo",    "Bello",    "Eze",       "Adebayo", "Nwosu",     "Abubakar",
    "Okoro",    "Ogunleye", "Obi",        "Mohammed", "Nwachukwu", "Balogun", "Onyekachi", "Lawal",
    "Chukwu",   "Adewale",  "Umar",       "Okeke",    "Afolabi",   "Danjuma", "Igwe",      "Oladipo",
    "Suleiman", "Uzoma",    "Akinola",    "Garba",    "Anyanwu",   "Ojo",     "Aliyu",     "Ekwueme",
    "Oyelaran", "Usman",    "Ibe",        "Fashola",  "Nnamdi",    "Akande",  "Yakubu",    "Osagie",
    "Etim",     "Bassey",   "Oghenekaro", "Tijani",   "Effiong",   "Ajayi"};

const struct name_list first_american = LIST(american_first), last_american = LIST(american_last);
const struct name_list first_british = LIST(british_first), last_british = LIST(british_last);
const struct name_list first_german = LIST(german_first), last_german = LIST(german_last);
const struct name_list first_french = LIST(french_first), last_french = LIST(french_last);
const struct name_list first_spanish = LIST(spanish_first), last_spanish = LIST(spanish_last);
const struct name_list first_mexican = LIST(mexican_first), last_mexican = LIST(mexican_last);
const struct name_list first_italian = LIST(italian_first), last_italian = LIST(italian_last);
const struct name_list first_polish = LIST(polish_first), last_polish = LIST(polish_last);
const struct name_list first_swedish = LIST(swedish_first), last_swedish = LIST(swedish_last);
const struct name_list first_brazilian = LIST(brazilian_first), last_brazilian = LIST(brazilian_last);
const struct name_list first_indian = LIST(indian_first), last_indian = LIST(indian_last);
const struct name_list first_japanese = LIST(japanese_first), last_japanese = LIST(japanese_last);
const struct name_list first_nigerian = LIST(nigerian_first), last_nigerian = LIST(nigerian_last);

/* As people write them in an address: the common stand-ins of each language, else the bare letter. */
const struct folding foldings[] = {
    {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"å", "a"}, {"Å", "a"},
    {"á", "a"},  {"Á", "a"},  {"à", "a"},  {"â", "a"},  {"ã", "a"},  {"ą", "a"},  {"ç", "c"},  {"ć", "c"}, {"é", "e"},
    {"É", "e"},  {"è", "e"},  {"ê", "e"},  {"ë", "e"},  {"ę", "e"},  {"í", "i"},  {"Í", "i"},  {"î", "i"}, {"ï", "i"},
    {"ł", "l"},  {"Ł", "l"},  {"ñ", "n"},  {"ń", "n"},  {"ó", "o"},  {"Ó", "o"},  {"ò", "o"},  {"ô", "o"}, {"õ", "o"},
    {"ś", "s"},  {"Ś", "s"},  {"ú", "u"},  {"ź", "z"},  {"ż", "z"},  {"Ż", "z"}};
const size_t n_foldings = sizeof foldings / sizeof *foldings;
