/* Countries with their cities, each in its state, region or county, and with how streets are called and written there.
 * Canada and Australia share the names of the United States and of the United Kingdom. */
#include "generator/tables.h"

#define COUNT(array) (sizeof array / sizeof *array)
#define STREETS(array)                                                                                                 \
    {                                                                                                                  \
        array, COUNT(array)                                                                                            \
    }
#define PLACES(array) array, COUNT(array)

static const char *const streets_us[] = {"Main St",      "Oak Ave",         "Maple Dr",    "Cedar Ln",
                                         "Park Ave",     "Washington Blvd", "Elm St",      "Lake Rd",
                                         "Hillcrest Dr", "Sunset Blvd",     "Pine St",     "Church St",
                                         "Highland Ave", "River Rd",        "Lincoln Ave", "Spruce Ct"};
static const struct place places_us[] = {{"New York", "New York"},
                                         {"Buffalo", "New York"},
                                         {"Los Angeles", "California"},
                                         {"San Diego", "California"},
                                         {"Sacramento", "California"},
                                         {"Chicago", "Illinois"},
                                         {"Springfield", "Illinois"},
                                         {"Houston", "Texas"},
                                         {"Austin", "Texas"},
                                         {"Dallas", "Texas"},
                                         {"Phoenix", "Arizona"},
                                         {"Tucson", "Arizona"},
                                         {"Philadelphia", "Pennsylvania"},
                                         {"Pittsburgh", "Pennsylvania"},
                                         {"Columbus", "Ohio"},
                                         {"Cleveland", "Ohio"},
                                         {"Seattle", "Washington"},
                                         {"Spokane", "Washington"},
                                         {"Denver", "Colorado"},
                                         {"Boston", "Massachusetts"},
                                         {"Atlanta", "Georgia"},
                                         {"Miami", "Florida"},
                                         {"Orlando", "Florida"},
                                         {"Portland", "Oregon"},
                                         {"Minneapolis", "Minnesota"},
                                         {"Nashville", "Tennessee"},
                                         {"Raleigh", "North Carolina"},
                                         {"Boise", "Idaho"}};

static const char *const streets_gb[] = {
    "High Street", "Station Road", "Church Lane", "Victoria Road",  "Mill Lane",   "Park Road",   "Queens Avenue",
    "Manor Close", "The Green",    "Kings Road",  "Albert Terrace", "Grange Road", "Orchard Way", "Chapel Street"};
static const struct place places_gb[] = {{"London", "Greater London"},
                                         {"Manchester", "Greater Manchester"},
                                         {"Bolton", "Greater Manchester"},
                                         {"Leeds", "West Yorkshire"},
                                         {"Bradford", "West Yorkshire"},
                                         {"Birmingham", "West Midlands"},
                                         {"Coventry", "West Midlands"},
                                         {"Liverpool", "Merseyside"},
                                         {"Brighton", "East Sussex"},
                                         {"Norwich", "Norfolk"},
                                         {"Oxford", "Oxfordshire"},
                                         {"Cambridge", "Cambridgeshire"},
                                         {"Exeter", "Devon"},
                                         {"Edinburgh", "Scotland"},
                                         {"Glasgow", "Scotland"},
                                         {"Aberdeen", "Scotland"},
                                         {"Cardiff", "Wales"},
                                         {"Swansea", "Wales"},
                                         {"Belfast", "Northern Ireland"}};

static const char *const streets_ca[] = {"Yonge St",     "King St W",    "Queen St E", "Maple Ave",
                                         "Lakeshore Rd", "Granville St", "Bay St",     "Dundas St",
                                         "Riverside Dr", "Elgin St",     "Birch Cres", "Pine Grove Rd"};
static const struct place places_ca[] = {
    {"Toronto", "Ontario"},           {"Ottawa", "Ontario"},       {"Hamilton", "Ontario"},
    {"Montréal", "Quebec"},           {"Québec", "Quebec"},        {"Vancouver", "British Columbia"},
    {"Victoria", "British Columbia"}, {"Calgary", "Alberta"},      {"Edmonton", "Alberta"},
    {"Winnipeg", "Manitoba"},         {"Regina", "Saskatchewan"},  {"Halifax", "Nova Scotia"},
    {"Saskatoon", "Saskatchewan"},    {"Moncton", "New Brunswick"}};

static const char *const streets_au[] = {"George St",  "Collins St",  "Queen St",        "Wattle Rd",
                                         "Banksia Dr", "Ocean Pde",   "Railway Tce",     "Victoria St",
                                         "Beach Rd",   "Eucalypt Ct", "King William St", "Flinders Ln"};
static const struct place places_au[] = {{"Sydney", "New South Wales"},
                                         {"Newcastle", "New South Wales"},
                                         {"Wollongong", "New South Wales"},
                                         {"Melbourne", "Victoria"},
                                         {"Geelong", "Victoria"},
                                         {"Ballarat", "Victoria"},
                                         {"Brisbane", "Queensland"},
                                         {"Cairns", "Queensland"},
                                         {"Townsville", "Queensland"},
                                         {"Perth", "Western Australia"},
                                         {"Fremantle", "Western Australia"},
                                         {"Adelaide", "South Australia"},
                                         {"Hobart", "Tasmania"},
                                         {"Darwin", "Northern Territory"}};

static const char *const streets_de[] = {"Hauptstraße", "Bahnhofstraße", "Gartenweg", "Schillerstraße", "Goethestraße",
                                         "Lindenallee", "Bergstraße",    "Am Markt",  "Kirchgasse",     "Mühlenweg",
                                         "Rosenstraße", "Ringstraße",    "Waldweg",   "Beethovenstraße"};
static const struct place places_de[] = {{"Berlin", "Berlin"},
                                         {"Hamburg", "Hamburg"},
                                         {"München", "Bayern"},
                                         {"Nürnberg", "Bayern"},
                                         {"Augsburg", "Bayern"},
                                         {"Köln", "Nordrhein-Westfalen"},
                                         {"Düsseldorf", "Nordrhein-Westfalen"},
                                         {"Dortmund", "Nordrhein-Westfalen"},
                                         {"Frankfurt am Main", "Hessen"},
                                         {"Kassel", "Hessen"},
                                         {"Stuttgart", "Baden-Württemberg"},
                                         {"Freiburg", "Baden-Württemberg"},
                                         {"Leipzig", "Sachsen"},
                                         {"Dresden", "Sachsen"},
                                         {"Hannover", "Niedersachsen"},
                                         {"Göttingen", "Niedersachsen"},
                                         {"Bremen", "Bremen"},
                                         {"Kiel", "Schleswig-Holstein"},
                                         {"Erfurt", "Thüringen"},
                                         {"Mainz", "Rheinland-Pfalz"}};

static const char *const streets_fr[] = {
    "Rue de la Paix",         "Rue Victor Hugo", "Avenue Jean Jaurès", "Boulevard Voltaire", "Rue du Moulin",
    "Place de la République", "Rue des Lilas",   "Chemin des Vignes",  "Rue Pasteur",        "Allée des Tilleuls",
    "Rue Saint-Michel",       "Avenue Foch",     "Impasse des Roses"};
static const struct place places_fr[] = {{"Paris", "Île-de-France"},
                                         {"Versailles", "Île-de-France"},
                                         {"Lyon", "Auvergne-Rhône-Alpes"},
                                         {"Grenoble", "Auvergne-Rhône-Alpes"},
                                         {"Marseille", "Provence"},
                                         {"Nice", "Provence"},
                                         {"Toulouse", "Occitanie"},
                                         {"Montpellier", "Occitanie"},
                                         {"Bordeaux", "Nouvelle-Aquitaine"},
                                         {"Limoges", "Nouvelle-Aquitaine"},
                                         {"Nantes", "Pays de la Loire"},
                                         {"Angers", "Pays de la Loire"},
                                         {"Lille", "Hauts-de-France"},
                                         {"Amiens", "Hauts-de-France"},
                                         {"Strasbourg", "Grand Est"},
                                         {"Reims", "Grand Est"},
                                         {"Rennes", "Bretagne"},
                                         {"Rouen", "Normandie"},
                                         {"Dijon", "Bourgogne-Franche-Comté"}};

static const char *const streets_es[] = {
    "Calle Mayor",    "Avenida de la Constitución", "Calle del Sol",       "Plaza de España",
    "Calle Real",     "Calle de Cervantes",         "Paseo de la Alameda", "Calle Nueva",
    "Calle San Juan", "Avenida de Andalucía",       "Calle de la Iglesia", "Ronda del Carmen"};
static const struct place places_es[] = {{"Madrid", "Comunidad de Madrid"},
                                         {"Alcalá de Henares", "Comunidad de Madrid"},
                                         {"Barcelona", "Cataluña"},
                                         {"Girona", "Cataluña"},
                                         {"Tarragona", "Cataluña"},
                                         {"Valencia", "Comunidad Valenciana"},
                                         {"Alicante", "Comunidad Valenciana"},
                                         {"Sevilla", "Andalucía"},
                                         {"Málaga", "Andalucía"},
                                         {"Granada", "Andalucía"},
                                         {"Zaragoza", "Aragón"},
                                         {"Bilbao", "País Vasco"},
                                         {"San Sebastián", "País Vasco"},
                                         {"A Coruña", "Galicia"},
                                         {"Vigo", "Galicia"},
                                         {"Salamanca", "Castilla y León"},
                                         {"Valladolid", "Castilla y León"},
                                         {"Murcia", "Región de Murcia"}};

static const char *const streets_mx[] = {"Avenida Juárez",      "Calle Hidalgo",       "Avenida Insurgentes",
                                         "Calle Morelos",       "Calle 5 de Mayo",     "Avenida Reforma",
                                         "Calle Madero",        "Privada Las Flores",  "Calzada Independencia",
                                         "Calle Benito Juárez", "Avenida Universidad", "Calle Zaragoza"};
static const struct place places_mx[] = {{"Ciudad de México", "Ciudad de México"},
                                         {"Guadalajara", "Jalisco"},
                                         {"Zapopan", "Jalisco"},
                                         {"Puerto Vallarta", "Jalisco"},
                                         {"Monterrey", "Nuevo León"},
                                         {"San Nicolás de los Garza", "Nuevo León"},
                                         {"Puebla", "Puebla"},
                                         {"Toluca", "Estado de México"},
                                         {"Tijuana", "Baja California"},
                                         {"Mexicali", "Baja California"},
                                         {"León", "Guanajuato"},
                                         {"Mérida", "Yucatán"},
                                         {"Querétaro", "Querétaro"},
                                         {"Oaxaca", "Oaxaca"},
                                         {"Veracruz", "Veracruz"},
                                         {"Xalapa", "Veracruz"}};

static const char *const streets_it[] = {"Via Roma",
                                         "Via Garibaldi",
                                         "Corso Italia",
                                         "Via Mazzini",
                                         "Piazza Dante",
                                         "Via Verdi",
                                         "Viale della Libertà",
                                         "Via Manzoni",
                                         "Via Marconi",
                                         "Via San Francesco",
                                         "Corso Vittorio Emanuele",
                                         "Via dei Mille"};
static const struct place places_it[] = {
    {"Roma", "Lazio"},           {"Viterbo", "Lazio"},   {"Milano", "Lombardia"}, {"Bergamo", "Lombardia"},
    {"Brescia", "Lombardia"},    {"Napoli", "Campania"}, {"Salerno", "Campania"}, {"Torino", "Piemonte"},
    {"Palermo", "Sicilia"},      {"Catania", "Sicilia"}, {"Genova", "Liguria"},   {"Bologna", "Emilia-Romagna"},
    {"Parma", "Emilia-Romagna"}, {"Firenze", "Toscana"}, {"Pisa", "Toscana"},     {"Venezia", "Veneto"},
    {"Verona", "Veneto"},        {"Bari", "Puglia"},     {"Perugia", "Umbria"}};

static const char *const streets_pl[] = {"ul. Długa",    "ul. Polna",          "ul. Leśna",    "ul. Słoneczna",
                                         "ul. Krótka",   "ul. Szkolna",        "ul. Ogrodowa", "ul. Lipowa",
                                         "ul. Brzozowa", "al. Niepodległości", "ul. Kwiatowa", "ul. Kościuszki"};
static const struct place places_pl[] = {
    {"Warszawa", "mazowieckie"}, {"Radom", "mazowieckie"},    {"Kraków", "małopolskie"},
    {"Tarnów", "małopolskie"},   {"Łódź", "łódzkie"},         {"Wrocław", "dolnośląskie"},
    {"Legnica", "dolnośląskie"}, {"Poznań", "wielkopolskie"}, {"Kalisz", "wielkopolskie"},
    {"Gdańsk", "pomorskie"},     {"Gdynia", "pomorskie"},     {"Szczecin", "zachodniopomorskie"},
    {"Lublin", "lubelskie"},     {"Katowice", "śląskie"},     {"Gliwice", "śląskie"},
    {"Białystok", "podlaskie"}};

static const char *const streets_se[] = {"Storgatan", "Drottninggatan", "Kungsgatan",  "Skolgatan",
                                         "Parkvägen", "Björkvägen",     "Kyrkogatan",  "Järnvägsgatan",
                                         "Ringvägen", "Granvägen",      "Strandvägen", "Ängsvägen"};
static const struct place places_se[] = {{"Stockholm", "Stockholms län"},
                                         {"Södertälje", "Stockholms län"},
                                         {"Solna", "Stockholms län"},
                                         {"Göteborg", "Västra Götalands län"},
                                         {"Borås", "Västra Götalands län"},
                                         {"Malmö", "Skåne län"},
                                         {"Lund", "Skåne län"},
                                         {"Helsingborg", "Skåne län"},
                                         {"Uppsala", "Uppsala län"},
                                         {"Västerås", "Västmanlands län"},
                                         {"Örebro", "Örebro län"},
                                         {"Linköping", "Östergötlands län"},
                                         {"Norrköping", "Östergötlands län"},
                                         {"Umeå", "Västerbottens län"},
                                         {"Luleå", "Norrbottens län"},
                                         {"Karlstad", "Värmlands län"}};

static const char *const streets_br[] = {"Rua das Flores",     "Avenida Brasil",    "Rua Sete de Setembro",
                                         "Rua XV de Novembro", "Avenida Paulista",  "Rua São João",
                                         "Travessa do Carmo",  "Rua Tiradentes",    "Avenida Getúlio Vargas",
                                         "Rua Dom Pedro II",   "Rua Santos Dumont", "Alameda dos Anjos"};
static const struct place places_br[] = {{"São Paulo", "São Paulo"},
                                         {"Campinas", "São Paulo"},
                                         {"Santos", "São Paulo"},
                                         {"Rio de Janeiro", "Rio de Janeiro"},
                                         {"Niterói", "Rio de Janeiro"},
                                         {"Belo Horizonte", "Minas Gerais"},
                                         {"Uberlândia", "Minas Gerais"},
                                         {"Salvador", "Bahia"},
                                         {"Feira de Santana", "Bahia"},
                                         {"Brasília", "Distrito Federal"},
                                         {"Fortaleza", "Ceará"},
                                         {"Recife", "Pernambuco"},
                                         {"Olinda", "Pernambuco"},
                                         {"Curitiba", "Paraná"},
                                         {"Londrina", "Paraná"},
                                         {"Porto Alegre", "Rio Grande do Sul"},
                                         {"Manaus", "Amazonas"},
                                         {"Belém", "Pará"},
                                         {"Florianópolis", "Santa Catarina"}};

static const char *const streets_in[] = {"MG Road",     "Station Road",   "Gandhi Nagar", "Nehru Street",
                                         "Park Street", "Lake View Road", "Temple Road",  "Brigade Road",
                                         "Ring Road",   "Civil Lines",    "Anna Salai",   "Linking Road"};
static const struct place places_in[] = {
    {"Mumbai", "Maharashtra"},   {"Pune", "Maharashtra"},    {"Nagpur", "Maharashtra"},
    {"New Delhi", "Delhi"},      {"Bengaluru", "Karnataka"}, {"Mysuru", "Karnataka"},
    {"Hyderabad", "Telangana"},  {"Chennai", "Tamil Nadu"},  {"Coimbatore", "Tamil Nadu"},
    {"Kolkata", "West Bengal"},  {"Ahmedabad", "Gujarat"},   {"Surat", "Gujarat"},
    {"Jaipur", "Rajasthan"},     {"Udaipur", "Rajasthan"},   {"Lucknow", "Uttar Pradesh"},
    {"Kanpur", "Uttar Pradesh"}, {"Kochi", "Kerala"},        {"Bhopal", "Madhya Pradesh"},
    {"Amritsar", "Punjab"}};

static const char *const streets_jp[] = {"Sakura-dori", "Chuo-dori",    "Midori-cho",   "Honmachi",
                                         "Ekimae-dori", "Aoba-dori",    "Minami-machi", "Kita-machi",
                                         "Yanagi-cho",  "Hikari-machi", "Showa-dori",   "Momiji-zaka"};
static const struct place places_jp[] = {
    {"Shinjuku", "Tokyo"},      {"Setagaya", "Tokyo"},    {"Hachioji", "Tokyo"},    {"Osaka", "Osaka"},
    {"Sakai", "Osaka"},         {"Yokohama", "Kanagawa"}, {"Kawasaki", "Kanagawa"}, {"Nagoya", "Aichi"},
    {"Toyota", "Aichi"},        {"Sapporo", "Hokkaido"},  {"Hakodate", "Hokkaido"}, {"Fukuoka", "Fukuoka"},
    {"Kitakyushu", "Fukuoka"},  {"Kyoto", "Kyoto"},       {"Kobe", "Hyogo"},        {"Himeji", "Hyogo"},
    {"Hiroshima", "Hiroshima"}, {"Sendai", "Miyagi"}};

static const char *const streets_ng[] = {"Awolowo Road",   "Ahmadu Bello Way", "Broad Street", "Allen Avenue",
                                         "Aba Road",       "Zik Avenue",       "Ogui Road",    "Marina Road",
                                         "Azikiwe Street", "Market Road",      "Airport Road", "Herbert Macaulay Way"};
static const struct place places_ng[] = {
    {"Ikeja", "Lagos"},    {"Lekki", "Lagos"},   {"Badagry", "Lagos"},   {"Abuja", "Federal Capital Territory"},
    {"Kano", "Kano"},      {"Ibadan", "Oyo"},    {"Ogbomosho", "Oyo"},   {"Port Harcourt", "Rivers"},
    {"Benin City", "Edo"}, {"Kaduna", "Kaduna"}, {"Zaria", "Kaduna"},    {"Enugu", "Enugu"},
    {"Nsukka", "Enugu"},   {"Aba", "Abia"},      {"Onitsha", "Anambra"}, {"Calabar", "Cross River"},
    {"Jos", "Plateau"}};

const struct country countries[] = {
    {"United States", 20, &first_american, &last_american, STREETS(streets_us), PLACES(places_us), true, 4800, "Apt"},
    {"United Kingdom", 10, &first_british, &last_british, STREETS(streets_gb), PLACES(places_gb), true, 180, "Flat"},
    {"Canada", 5, &first_american, &last_american, STREETS(streets_ca), PLACES(places_ca), true, 2400, "Unit"},
    {"Australia", 4, &first_british, &last_british, STREETS(streets_au), PLACES(places_au), true, 300, "Unit"},
    {"Germany", 10, &first_german, &last_german, STREETS(streets_de), PLACES(places_de), false, 140, "Whg."},
    {"France", 8, &first_french, &last_french, STREETS(streets_fr), PLACES(places_fr), true, 160, "Appt"},
    {"Spain", 6, &first_spanish, &last_spanish, STREETS(streets_es), PLACES(places_es), false, 120, "Piso"},
    {"Mexico", 6, &first_mexican, &last_mexican, STREETS(streets_mx), PLACES(places_mx), false, 900, "Int."},
    {"Italy", 6, &first_italian, &last_italian, STREETS(streets_it), PLACES(places_it), false, 150, "Int."},
    {"Poland", 4, &first_polish, &last_polish, STREETS(streets_pl), PLACES(places_pl), false, 120, "m."},
    {"Sweden", 3, &first_swedish, &last_swedish, STREETS(streets_se), PLACES(places_se), false, 90, "lgh"},
    {"Brazil", 8, &first_brazilian, &last_brazilian, STREETS(streets_br), PLACES(places_br), false, 1800, "Apto"},
    {"India", 10, &first_indian, &last_indian, STREETS(streets_in), PLACES(places_in), true, 240, "Flat"},
    {"Japan", 6, &first_japanese, &last_japanese, STREETS(streets_jp), PLACES(places_jp), true, 60, "Room"},
    {"Nigeria", 4, &first_nigerian, &last_nigerian, STREETS(streets_ng), PLACES(places_ng), true, 150, "Flat"},
};
const size_t n_countries = COUNT(countries);
