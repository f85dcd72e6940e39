"""What Natural Earth's names of waters are in English, where its files have another spelling or lost a letter."""

# Rivers and lakes, by `name_en` or `name`: what follows `=` stands on maps in English.
ENGLISH = dict(
    pair.split("=")
    for pair in """
Rhein=Rhine;Rhin=Rhine;Bovenrijn=Rhine;Donau=Danube;Dunaj=Danube;Duna=Danube;Dunav=Danube;Dnieper=Dnipro;Dnepre=Dnipro
Dnepr=Dnipro;Al Furat=Euphrates;Firat=Euphrates;Dicle=Tigris;Heilong Jiang=Amur;Bénoué=Benue;Tajo=Tagus;Tejo=Tagus
Bahr el Jebel=White Nile;Mountain Nile=White Nile;El Bahr el Abyad=White Nile;El Bahr el Azraq=Blue Nile;Abay=Blue Nile
Chang Jiang=Yangtze;Jinsha=Yangtze;Amazonas=Amazon;Ertis=Irtysh;Ertix=Irtysh;Huang=Yellow River;Yellow=Yellow River
Red=Red River;Hong=Red River;Duero=Douro;Nu=Salween;Mosel=Moselle;Tevere=Tiber;Drau=Drava;Mur=Mura;Lancang=Mekong
Ayeyarwady=Irrawaddy;Buh=Southern Bug;Donets=Siverskyi Donets;Seversky Donets=Siverskyi Donets;Oskol=Oskil
Pripyat=Prypiat;Prypyat=Prypiat;Zakhidnyy Buh=Bug;Haryn=Horyn;Synyukha=Syniukha;Byarezina=Berezina
Zapadnaya Dvina=Daugava;Severnaya Dvina=Northern Dvina;Nizhnyaya Tunguska=Lower Tunguska;Sungari=Songhua
Podkamennaya Tunguska=Stony Tunguska;Verkhniy Yenisey=Yenisey;Malaya Ob=Ob;Neman=Nemunas;Vilija=Neris;Tisa=Tisza
Evros=Maritsa;Schelde=Scheldt;Maas=Meuse;Rhne=Rhône;Glma=Glomma;Gta lv=Göta älv;Gota=Göta älv;Lule lv=Lule älv
Stora Lule lv=Stora Lule älv;Motala strm=Motala ström;ngermanlven=Ångermanälven;Skelleftelven=Skellefteälven
Tornelven=Torne;Klarlven=Klarälven;Kiz?lirmak=Kızılırmak;Kizilirmak=Kızılırmak;Byk Menderes=Büyük Menderes
Buyuk Menderes=Büyük Menderes;Kucuk Menderes=Küçük Menderes;Chirrip del Atlntico=Chirripó;Pnuco=Pánuco;Mlzes=
Zncara=Záncara;Ro Grande de Santiago=Río Grande de Santiago;Ro Grande de Matagalpa=Río Grande de Matagalpa
Purificacin=Purificación;Santa Mara=Santa María;Grande Rivire de la Baleine=Grande rivière de la Baleine
R. des Outaouais=Ottawa;La Grande=La Grande Rivière;La Grande Rivire=La Grande Rivière;Pend Orielle=Pend Oreille
Mahäna Nadï=Mahanadi;Godävari=Godavari;Ghäghara=Ghaghara;Olenëk=Olenyok;Olëkma=Olyokma;Ergun=Argun;Argun’=Argun
Severnaya Sos’va=Severnaya Sosva;Song’acha=Songacha;Xi=Xi Jiang;Za=Mekong;Dihang=Brahmaputra;Yarlung=Brahmaputra
Maquan=Brahmaputra;Damqogkanbab=Brahmaputra;Lualaba=Congo;Shiquan=Indus;Shishhid Gol=Shishged
Bratul Chillia=Chilia;Bratul Sfintu Gheorghe=Sfântu Gheorghe;Bratul Sulina=Sulina;Saone=Saône;Parnu=Pärnu;Vah=Váh
Jucar=Júcar;Notec=Noteć;Lyna=Łyna;Nysa Klodzka=Nysa Kłodzka;Luzicka Nisa=Lusatian Neisse;Coruh=Çoruh;Drweca=Drwęca
Yesilirmak=Yeşilırmak;Goksu (northern branch)=Göksu;Goksu (southern branch)=Göksu;Cekerek=Çekerek;Carsamba=Çarşamba
Bistrita=Bistrița;Buzau=Buzău;Arges=Argeș;Somesul Mare=Someș;Somesul Cald=Someș;Crisul Alb=Crișul Alb;Ialomita=Ialomița
Trotus=Trotuș;Tamis=Timiș;Mures=Mureș;Moraca=Morača;Nisava=Nišava;Slana=Slaná;Hornad=Hornád;Sazava=Sázava
Uhlava=Úhlava;Raab=Rába;Sure=Sauer;Sarre=Saar;Tietar=Tiétar;Zujar=Zújar;Zezere=Zêzere;Jalon=Jalón;Alagon=Alagón
Aragon=Aragón;Le gave de Pau=Gave de Pau;Auvezere=Auvézère;Hers Vif=Hers-Vif;Lagen=Lågen
Umea=Ume älv;Pite=Pite älv;Vindel=Vindelälven;Emajogi=Emajõgi;Eman=Emån;Vasterdal=Västerdalälven
Sebes Koros=Sebes-Körös;Ipel=Ipeľ;Shelon`=Shelon;Qotur/Ghotour Chai=Qotur;Strimonas=Struma;Mesta=Nestos
Sventoji=Šventoji;Musa=Mūša;Bobr=Bóbr;Byesyedz=Besed;Yasyelda=Yaselda
Amu  Darya=Amu Darya;Syr  Darya=Syr Darya;São  Francisco=São Francisco;Bahr el  Zeraf=Bahr el Zeraf
Sénégal=Senegal;Gêba=Geba;Mouhoun=Black Volta;Nakanbé=White Volta;Shebele=Shabelle;Shabeelle=Shabelle;Ferenc Csatorna=
Soroksari Duna=;Rusizi=Ruzizi;Khopr=Khopyor;Khoper=Khopyor;Cauvery=Kaveri;Mosoni-Duna=;Namhan=South Han
Zarafshon=Zarafshan;Tevere=Tiber;Ile=Ili;Esil=Ishim;Atrak=Atrek;Setit=Tekeze;Zarrineh Rud=Zarrineh
Lago de Nicaragua=Lake Nicaragua;Lago de Managua=Lake Managua;Lago Titicaca=Lake Titicaca
Lago de Chapala=Lake Chapala;Hongze Hu=Hongze Lake;Tai Hu=Lake Tai;Poyang Hu=Poyang Lake;Qinghai Hu=Qinghai Lake
Dongting Hu=Dongting Lake;Chao Hu=Lake Chao;Biwa Ko=Lake Biwa;Danau Toba=Lake Toba;Lac Moeru=Lake Mweru
Bodensee=Lake Constance;Lago di Garda=Lake Garda;Lago di Como=Lake Como;Zalew Wislany=Vistula Lagoon
Kaliningradskiy Zaliv=Vistula Lagoon;Pskoyskoye Ozero=Lake Pskov;Lake Il'Men'=Lake Ilmen;Pijnne=Päijänne
Inarijrvi=Lake Inari;Pjrvi=;Pyhjrvi=Pyhäjärvi;Hulun Nuur=Hulun Lake;Buhayrat ath Tharthar=Lake Tharthar
Buhayrat al-Assad=Lake Assad;Ataturk Barajt=Atatürk Reservoir;Keban Baraji=Keban Reservoir;Kiev Reservoir=Kyiv Reservoir
Represa Itaipu=Itaipu Reservoir;Represa de Sobradinho=Sobradinho Reservoir;Represa de Tucuruí=Tucuruí Reservoir
Toktogul Suu Saktagychy=Toktogul Reservoir;Saksak Dagi=;Sasyqkl=Sasykkol
Shardara Bgeni=Shardara Reservoir;Siletitengiz Kli=Siletiteniz;Yeren=;Reg Nuur=;Lake Dbo=;Langa Co=Lake Rakshastal
Mapam Yumco=Lake Manasarovar;Lac St.-Jean=Lac Saint-Jean;Embalse de Guri=Guri Reservoir;Har Us Nuur=Khar-Us Lake
Lago de Cahora Bassa=Lake Cahora Bassa;Obanbori Qayroqum=Kayrakkum Reservoir;Hinakud Dam=Hirakud Reservoir
Professor Doctor Ingenieur W. J. Van Blommestein Meer=Brokopondo Reservoir;Tarbela Dam=Tarbela Reservoir
Embalse de Entrepeas=;Embalse de Garcia  de Sola=;Embalse de Cara=;Lago de  Erepecu=Lago Erepecu;Beysehir=Lake Beyşehir
St. Marys River=;Danjiangkou Shuiku=Danjiangkou Reservoir;Xinfengjiang Shuiku=Xinfengjiang Reservoir
Xinanjiang Shuiku=Qiandao Lake;Guanting Shuiku=Guanting Reservoir;Mingevir Reservoir=Mingachevir Reservoir
Oulujarvi=Oulujärvi;Kemijarvi=Kemijärvi;Shatt al Arab=;Gharraf Canal=;Shatt al Hillah=;Hindiyah Channel=
Vuoksi=;Lake Eyre North=Lake Eyre;Lake Eyre South=Lake Eyre;Rivire  la Marte=
Lake Clare=;Lop Nur=
Uvs Nuur=Uvs Lake;Khövsgöl Nuur=Lake Khövsgöl;Sarygamysh Köli=Sarygamysh Lake;Alakol=Lake Alakol
Black=Black River
""".replace("\n", ";").split(";")
    if pair
)

# Lines that bear a name which is not theirs, by that and the degrees within which they lie: they have none.
MISNAMED = {
    "Semliki": ((29.3, -1.3, 29.9, -0.55),),  # the Rutshuru, which flows into Lake Edward; the Semliki leaves it
    "Oder": ((17.15, 49.78, 18.26, 50.06),),  # the Opava, which flows into it
    "Ob": ((64.6, 62.95, 65.75, 66.2),),  # the Malaya Ob, an arm of it
}

# Words that lost their accented letters everywhere, and what they were; then such of which that is not known for sure:
# what has one of these has no name.
REPAIRED = {"Rivire": "Rivière", "rivire": "rivière", "Ro": "Río", "Kli": "Köli"}
LOST = frozenset(
    word
    for line in (
        "Mlzes Srigny Tmiscamie Matapdia Cascapdia Chteauguay Chaudire Tichgami Mcatina Saint-Franois Livre Gu",
        "Asuncin LAssomption Chauvreulx Mritz Mhisa Qozhakl Marqakl Pltipi Chrtovo Olr Hh Zhbolat Buenda Gurico",
        "Vandmtor Kinojvis Nezahualcyotl Ngangz Lac-à-lEau-Claire",
    )
    for word in line.split()
)

# Words of English by which alone no river is known: they have `River` behind them.
WORDS = frozenset(
    name
    for line in (
        "Back Bear Beaver Black Broad Canadian Cedar Churchill Clarence Copper Coppermine Eel English Exploits Feather",
        "Fly Fox French Grand Green Grey Moose New Orange Peace Pearl Pit Platte Rainy Red Republican Rogue Salmon",
        "Slave Snake Swan Trinity Victoria White Wind Yellow",
    )
    for name in line.split()
)

# Seas, gulfs and straits.
SEAS = dict(
    pair.split("=")
    for pair in """
NORTH ATLANTIC OCEAN=Atlantic Ocean;SOUTH ATLANTIC OCEAN=Atlantic Ocean;NORTH PACIFIC OCEAN=Pacific Ocean
SOUTH PACIFIC OCEAN=Pacific Ocean;INDIAN OCEAN=Indian Ocean;ARCTIC OCEAN=Arctic Ocean;SOUTHERN OCEAN=Southern Ocean
Golfo de California=Gulf of California;Golfo de Panamá=Gulf of Panama;Bahía de Campeche=Bay of Campeche
Golfo San Mat’as=Golfo San Matías;Shelikhova Gulf=Shelikhov Gulf;Gulf of Olen‘k=Olenyok Gulf;Golfe du Lion=Gulf of Lion
Gulf of Khambhät=Gulf of Khambhat;Bransfield Str.=Bransfield Strait;Bab el Mandeb=Bab al-Mandab
Cumberland Sd.=Cumberland Sound;Estrecho de Magellanes=Strait of Magellan;Garabogaz Bay=Garabogazköl
Golfo de Guayaquil=Gulf of Guayaquil;Golfo de Tehuantepec=Gulf of Tehuantepec;Gulf of Anadyr'=Gulf of Anadyr
Vil'kitskogo Strait=Vilkitsky Strait;M'Clure Strait=McClure Strait;Mecklenburger Bucht=Bay of Mecklenburg
Lago de Maracaibo=Lake Maracaibo;Kaliningrad=Vistula Lagoon;Stettiner Haff=Szczecin Lagoon;Waddenzee=Wadden Sea
Inner Sea=Seto Inland Sea;Inner Seas=Sea of the Hebrides;Prince ALbert Sound=Prince Albert Sound;Guba Gusinaya=
Golfo de Urabá=Gulf of Urabá;Karskiye Strait=Kara Strait;Bosporus=Bosphorus
The North Western Passages=Northwest Passages
Baia de Maputo=Maputo Bay;Karaginskiy Gulf=Karaginsky Gulf;Kronotskiy Gulf=Kronotsky Gulf;B. Inutil=Bahía Inútil
Amazon River=;Columbia River=;Yangtze River=;St. Lawrence River=;Boca Grande=;Great Barrier Reef=;Ozero Mogotoyevo=
Eskimo Lakes=
""".replace("\n", ";").split(";")
    if pair
)
