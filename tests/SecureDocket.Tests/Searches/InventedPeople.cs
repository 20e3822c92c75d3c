using SecureDocket.Cardholders;

namespace SecureDocket.Tests.Searches;

/// <summary>People invented from the names of eight parts of the world, the common ones as much more often as names are.</summary>
internal sealed class InventedPeople(int seed)
{
    // Each name with the other spellings under which the same people are on record, the most frequent names first.
    private static readonly Part[] s_parts =
    [
        new("GTM", 30,
            "Jose,Maria,Juan,Carlos,Luis,Ana,Jesus,Francisco/Fransisco,Antonio,Manuel,Marta/Martha,Miguel,Jorge,Rosa,Pedro,Oscar,Elena/Helena,Ricardo,Sofia/Sophia,Hector/Ector,Yolanda/Llolanda,Javier/Xavier,Gladys/Gladis,Wilmer/Wilmar,Yesenia/Jessenia,Kevin/Kebin,Brayan/Bryan/Brian,Cristian/Christian,Esmeralda/Ezmeralda,Veronica/Beronica,Evelin/Evelyn,Marisol,Nestor,Ulises/Ulisses,Zoila/Soila,Guadalupe,Concepcion/Concepsion,Graciela/Grasiela,Isaias/Ysaias,Ismael/Ysmael",
            "Hernandez/Ernandez,Garcia/Garsia,Lopez/Lopes,Martinez/Martines,Gonzalez/Gonzales,Perez/Peres,Rodriguez/Rodrigues,Sanchez/Sanches,Ramirez/Ramires,Flores/Florez,Vasquez/Vazquez,Chavez/Chabes,Morales,Jimenez/Gimenez/Ximenez,Reyes/Reies,Cruz,Gutierrez/Gutierres,Ortiz/Ortis,Castillo,Mejia,Aguilar,Rivera/Ribera,Mendoza/Mendosa,Alvarado/Albarado,Velasquez/Velazquez,Zelaya/Selaya,Escobar/Escovar,Paz/Pas,Orellana,Baltazar/Baltasar,Cifuentes/Sifuentes,Caceres/Casares,Quintanilla,Tzoc/Tsoc,Bautista/Vautista,Villalobos/Billalobos,Zuniga/Suniga,Benitez/Venitez,Valdez/Baldez,Ixcoy"),
        new("VEN", 14,
            "Jose,Maria,Luis,Carlos,Yusmary/Yusmari,Jhon/Jon/John,Daniela,Gabriel,Alejandro/Alexandro,Yorgelis/Jorgelis,Wilfredo/Wilfrido,Maikel/Michael,Yulimar/Julimar,Keila/Keyla,Rafael,Andreina,Darwin,Nelson,Yaneth/Janet,Edgar,Mariangel,Leidy/Leydi,Yonathan/Jonathan,Franklin,Oriana,Elvis,Genesis/Jenesis,Freddy/Fredy,Carmen,Ronald",
            "Gonzalez/Gonsalez,Rodriguez,Perez,Hernandez,Garcia,Sanchez,Rojas,Diaz/Dias,Fernandez/Fernandes,Suarez/Suares,Medina,Blanco,Moreno,Urdaneta,Bracho,Villasmil/Billasmil,Atencio/Atensio,Briceno/Briseno,Colmenares/Colmenarez,Parra,Machado,Linares,Quintero,Zambrano/Sambrano,Arteaga,Barrios/Varrios,Contreras,Ferrer,Graterol,Yepez/Yepes"),
        new("HTI", 12,
            "Jean/Jan,Marie/Mari,Pierre/Pye,Joseph/Jozef,Louis/Lwi,Wilner/Wilnere,Guerline/Gerlin,Frantz/Franz,Jocelyn/Joslin,Rose,Claude/Klod,Emmanuel/Emanuel,Jacques/Jak,Mireille/Mirey,Roseline/Rozlin,Fritz,Evens/Evans,Nadege/Nadej,Guy,Widelene/Widlin,Jude,Stephanie/Estefani,Yves/Iv,Dieudonne/Dyedone,Ketly/Ketli,Micheline/Michlin,Wesley/Wesly,Islande,Peterson/Petersen,Samuel",
            "Pierre/Pyer,Jean,Joseph/Jozef,Louis/Lui,Charles/Chal,Etienne/Etyen,Francois/Franswa,Baptiste/Batis,Saint-Louis,Augustin/Ogisten,Desir/Dezi,Toussaint/Tousen,Michel,Paul/Pol,Exantus/Egzantis,Celestin/Selesten,Dorvil/Dovil,Lafleur/Laflè,Desrosiers/Derosier,Guillaume/Giyom,Delva,Beauvais/Bove,Innocent/Inosan,Cadet/Kade,Dieujuste/Dyejis,Florestal,Prophete/Profet,Sylvain/Silven,Thelusma/Telisma,Vilsaint/Vilsen"),
        new("CHN", 10,
            "Wei,Xiaoming/Xiao Ming/Hsiao-ming,Jian/Chien,Guoqiang/Guo Qiang/Kuo-chiang,Li,Xiuying/Xiu Ying/Hsiu-ying,Jun/Chun,Haiyan/Hai Yan,Zhiqiang/Zhi Qiang/Chih-chiang,Meiling/Mei Ling/Mei-ling,Yong/Yung,Jing/Ching,Lihua/Li Hua,Dongmei/Dong Mei/Tung-mei,Xuefeng/Xue Feng/Hsueh-feng,Yulan/Yu Lan,Bo/Po,Chunhua/Chun Hua,Tao,Zhenguo/Zhen Guo/Chen-kuo,Peng,Jianguo/Jian Guo/Chien-kuo,Qiuyue/Qiu Yue,Shufen/Shu Fen,Ping,Rong/Jung,Weidong/Wei Dong/Wei-tung,Yanping/Yan Ping,Mingzhu/Ming Zhu,Yifan/Yi Fan",
            "Wang/Wong,Li/Lee,Zhang/Chang,Liu/Lau,Chen/Chan,Yang/Young,Huang/Hwang,Zhao/Chao,Wu/Woo,Zhou/Chou,Xu/Hsu,Sun,Ma,Zhu/Chu,Hu/Hoo,Guo/Kuo,He/Ho,Lin/Lam,Gao/Kao,Luo/Lo,Zheng/Cheng,Liang/Leung,Xie/Hsieh,Song/Sung,Tang/Tong,Deng/Teng,Feng/Fung,Dong/Tung,Cao/Tsao,Peng/Pang"),
        new("SYR", 12,
            "Mohamed/Muhammad/Mohammad/Mouhammed,Ahmed/Ahmad/Achmed,Ali/Aly,Fatima/Fatma/Fatimah,Hassan/Hasan/Hassane,Hussein/Husain/Hossain,Mahmoud/Mahmud,Khaled/Khalid/Jaled,Omar/Umar,Yousef/Yusuf/Youssef/Josef,Ibrahim/Ebrahim,Aisha/Aysha/Aicha,Mariam/Maryam/Meriem,Abdulrahman/Abdelrahman/Abdurrahman/Abdul Rahman,Abdullah/Abdallah/Abdoullah,Mustafa/Moustapha/Mostafa,Said/Saeed/Sayed,Zainab/Zeinab/Zaynab,Jamal/Gamal/Djamel,Karim/Kareem,Nour/Nur/Noor,Samir/Sameer,Tariq/Tarek/Tarik,Walid/Waleed/Oualid,Rashid/Rasheed/Rachid,Abdulkadir/Abdelkader/Abdul Qadir,Ismail/Esmail/Ismael,Bilal/Belal,Layla/Leila/Laila,Faisal/Faysal/Feisal",
            "Alhasan/Al-Hassan/El Hassan,Al-Ahmad/Alahmed/El Ahmad,Khalil/Khaleel/Jalil,Al-Masri/Almasry/El Masri,Haddad/Hadad,Al-Khatib/Alkhateeb/El Khatib,Najjar/Nadjar/Najar,Othman/Osman/Uthman,Saleh/Salih/Salah,Qasim/Kassem/Qassim,Darwish/Darwich/Derwish,Al-Sayed/Elsayed/Al Sayyid,Barakat/Barakaat,Mansour/Mansur/Mansoor,Hamdan,Shahin/Chahine/Shaheen,Al-Hariri/Elhariri,Farouk/Faruq/Farooq,Aziz/Azeez,Sharif/Cherif/Shareef,Bakri/Bakry,Nasser/Nasir/Nassir,Al-Hamwi/Alhamawi,Sabbagh/Sabagh,Zidan/Zaydan/Zeidane,Mokhtar/Mukhtar/Moukhtar,Touma/Tuma,Youssef/Yusuf/Yousif,Suleiman/Sulaiman/Soliman,Abbas/Abas"),
        new("UKR", 8,
            "Oleksandr/Aleksandr/Alexander,Olena/Elena/Yelena,Serhii/Sergey/Sergei,Natalia/Nataliya/Natalya,Andrii/Andrey/Andrei,Tetiana/Tatiana/Tatyana,Volodymyr/Vladimir,Iryna/Irina,Mykola/Nikolai/Nikolay,Oksana/Oxana,Yurii/Yuri/Iouri,Mykhailo/Mikhail/Michael,Dmytro/Dmitry/Dmitri,Yuliia/Julia/Yulia,Vasyl/Vasily/Vasili,Hanna/Anna,Ihor/Igor,Svitlana/Svetlana,Yevhen/Evgeny/Yevgeni,Kateryna/Ekaterina/Katerina,Bohdan/Bogdan,Viktor/Victor,Anastasiia/Anastasia,Artem/Artyom,Maksym/Maxim/Maksim,Liudmyla/Lyudmila/Ludmila,Pavlo/Pavel,Roman,Taras,Zoriana/Zoryana",
            "Shevchenko/Chevtchenko/Szewczenko,Kovalenko/Kowalenko,Bondarenko,Tkachenko/Tkatchenko,Kravchenko/Kravtchenko,Ivanov/Iwanow/Ivanoff,Petrov/Petroff,Melnyk/Melnik,Shevchuk/Chevtchouk,Kovalchuk/Kowalczuk,Polishchuk/Polischuk,Savchenko/Sawchenko,Marchenko/Martchenko,Rudenko/Roudenko,Lysenko/Lisenko,Moroz/Moros,Popov/Popoff,Vasylenko/Vasilenko,Kuznetsov/Kusnezow/Kouznetsov,Zakharchenko/Zaharchenko,Hrytsenko/Gritsenko,Yatsenko/Jazenko,Pavlenko,Sydorenko/Sidorenko,Khomenko/Homenko,Tymoshenko/Timoshenko,Yakovenko/Iakovenko,Honchar/Gonchar,Shcherbak/Scherbak,Zhukov/Jukov"),
        new("IND", 8,
            "Gurpreet/Gurprit,Harpreet/Harprit,Singh/Sing,Amit/Ameet,Manpreet/Manprit,Rajinder/Rajender,Sukhwinder/Sukhvinder,Jaswinder/Jasvinder,Kuldeep/Kuldip,Ravi/Rawi,Priya/Pria,Sandeep/Sandip,Deepak/Dipak,Lakhwinder/Lakhvinder,Sunita/Suneeta,Vikram/Wikram,Anil/Aneel,Balwinder/Balvinder,Navneet/Navnit,Rakesh,Parminder,Jagdish/Jagdeesh,Geeta/Gita,Ramesh,Satnam",
            "Singh/Sing,Kaur/Kour,Patel/Patil,Kumar/Kumaar,Sharma/Sarma,Sandhu/Sandu,Gill/Gil,Dhillon/Dillon,Sidhu/Sidu,Grewal/Garewal,Shah/Sha,Chaudhary/Chowdhury/Choudhari,Verma/Varma,Desai/Desay,Mehta/Meheta,Rana,Bhatt/Bhat,Reddy/Reddi,Joshi/Joshee,Malhotra,Bajwa/Bajva,Dhaliwal/Daliwal,Brar,Saini/Sainee,Virk/Wirk"),
        new("SOM", 6,
            "Abdi,Mohamed/Maxamed/Muhammad,Hassan/Xasan,Amina/Aamina,Ali/Cali,Ahmed/Axmed,Fadumo/Fatuma,Yusuf/Yuusuf,Omar/Cumar,Halima/Xaliimo,Abdirahman/Cabdiraxmaan/Abdurahman,Hodan/Xodan,Ibrahim/Ibraahim,Asha/Caasha,Farah/Faarax,Ismail/Ismaaciil,Sahra/Zahra,Hussein/Xuseen,Khadija/Khadiijo,Jama/Jaamac,Tesfay/Tesfai,Haile/Hayle,Selam/Selaam,Tekle/Teklay,Mulugeta/Moulougeta",
            "Abdi,Mohamed/Maxamed,Hassan/Xasan,Ali/Cali,Ahmed/Axmed,Warsame/Warsama,Farah/Faarax,Nur/Nuur/Noor,Hersi/Xirsi,Jama/Jaamac,Guled/Guuleed,Isse/Ciise,Abshir,Duale/Ducaale,Elmi/Cilmi,Osman/Cismaan,Egal/Cigaal,Samatar/Samantar,Gebremariam/Ghebremariam,Tesfaye/Tesfay,Kidane/Kidaney,Habte/Habtay,Bekele/Bekelle,Alemu/Alemou,Tadesse/Tadese"),
    ];

    private static readonly int s_weight = s_parts.Sum(part => part.Weight);
    private readonly Random _random = new(seed);

    /// <summary>The people.</summary>
    public IEnumerable<InventedPerson> Take(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var part = PartAt(_random.Next(s_weight));
            List<string[]> words = [Pick(part.Given), Pick(part.Family)];
            if (part.Code is "GTM" or "VEN")
                words.Add(Pick(part.Family));
            if (part.Code is "HTI" or "SOM" or "GTM" && _random.Next(2) == 0)
                words.Insert(1, Pick(part.Given));
            var name = string.Join(' ', words.Select(word => word[_random.Next(10) < 7 ? 0 : _random.Next(word.Length)]));
            yield return new(
                words,
                new()
                {
                    ANumber = $"A{number:D9}",
                    Name = name,
                    LatinName = name,
                    BirthDate = BirthDate.TryParse($"{1950 + (int)(55 * Math.Sqrt(_random.NextDouble()))}", out var year) ? year : default,
                    Nationality = part.Code,
                    Language = "en",
                    TimeZone = "America/New_York",
                });
        }
    }

    // Every third family name is one of thousands that few share: two or three syllables of the part's own names.
    private string[] Pick(string[][] names)
    {
        if (_random.Next(3) == 0)
        {
            var (one, other) = (names[_random.Next(names.Length)][0], names[_random.Next(names.Length)][0].ToLowerInvariant());
            return [one[..Math.Min(one.Length, 2 + _random.Next(4))] + other[(other.Length / 2)..]];
        }

        // The second most frequent name is half as frequent as the first, and so on.
        return names[(int)Math.Pow(names.Length, _random.NextDouble()) - 1];
    }

    private static Part PartAt(int weight)
    {
        foreach (var part in s_parts)
        {
            if ((weight -= part.Weight) < 0)
                return part;
        }

        throw new InvalidOperationException();
    }

    private sealed record Part(string Code, int Weight, string[][] Given, string[][] Family)
    {
        public Part(string code, int weight, string given, string family)
            : this(code, weight, Read(given), Read(family))
        {
        }

        private static string[][] Read(string names) => [.. names.Split(',').Select(name => name.Split('/'))];
    }
}

/// <summary>A person, with the spellings of each word of the name.</summary>
internal sealed record InventedPerson(IReadOnlyList<string[]> Words, CardholderDetails Details)
{
    /// <summary>The words of the name as they are on record.</summary>
    public string Name => Details.LatinName;

    /// <summary>The name without regard to spelling and order.</summary>
    public string TrueName { get; } = string.Join(' ', Words.Select(word => word[0]).Order(StringComparer.Ordinal));
}
