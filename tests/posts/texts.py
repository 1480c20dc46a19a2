"""Small texts in many languages, and the encodings that files of them come in."""

RUSSIAN = """\
В субботу утром мы поехали на дачу, хотя с вечера обещали дождь.
Бабушка уже ждала нас у калитки и держала в руках корзину с яблоками.
— Ну наконец-то! — сказала она. — Я думала, вы опять проспите до обеда.
Отец засмеялся, поставил машину в тень и пошёл чинить крыльцо.
К вечеру небо прояснилось, стало тихо, и только за рекой лаяла собака.
Мы пили чай с вареньем, вспоминали прошлое лето и строили планы на отпуск.
Объявление на столбе гласило: «Требуются рабочие, оплата ежедневно».
Потом зажгли свет, и в открытое окно полетели мошки и ночные бабочки.
"""
UKRAINIAN = """\
У неділю вранці ми вирішили поїхати до лісу по гриби та ягоди.
Дідусь узяв великий кошик, а сестра — ковдру й термос із чаєм.
Її собака бігла попереду й весело гавкала на кожну пташку.
Дорогою ми зустріли сусіда, який повертався з повним відром чорниці.
Він сказав, що цього року грибів майже немає, бо довго не було дощів.
Увечері бабуся зварила борщ і спекла пиріжки з вишнями.
"""
BULGARIAN = """\
В неделя сутринта тръгнахме към планината с първия влак от гарата.
Времето беше слънчево, а въздухът миришеше на трева и мокра пръст.
Баща ми носеше раницата и разказваше как някога е живял в това село.
Вечерта запалихме огън, изпекохме картофи и дълго гледахме звездите.
"""
GERMAN = """\
Am Samstagmorgen fuhren wir früh los, weil es später regnen sollte.
Die Großmutter wartete schon am Gartentor und hielt einen Korb voller Äpfel.
Vater lachte, stellte das Auto in den Schatten und begann, die Tür zu reparieren.
Gegen Abend wurde der Himmel klar, und über dem Fluss hörte man nur einen Hund.
Wir tranken Tee, aßen Brötchen mit Käse und erzählten vom vergangenen Frühling.
"""
FRENCH = """\
Samedi matin, nous sommes partis très tôt à la campagne malgré la pluie annoncée.
Grand-mère nous attendait déjà près du portail, un panier de pêches à la main.
Mon père a garé la voiture à l’ombre, puis il a réparé l’escalier abîmé.
Le soir, le ciel s’est éclairci et l’on n’entendait qu’un chien au-delà du fleuve.
Ça sentait le café brûlé ; ma sœur dessinait des bateaux sur la fenêtre embuée.
"""
SPANISH = """\
El sábado por la mañana salimos temprano, aunque habían anunciado lluvia.
La abuela nos esperaba junto al portón con una cesta de piñas y melocotones.
¿Quién arregló el escalón? ¡Fue papá! —dijo mi hermano pequeño desde el jardín.
Después tomamos café y hablamos del próximo año y de las vacaciones en España.
"""
POLISH = """\
W sobotę rano pojechaliśmy na wieś, choć zapowiadano deszcz i chłód.
Babcia czekała już przy furtce i trzymała w rękach koszyk pełen jabłek.
Ojciec śmiał się, postawił samochód w cieniu i zaczął naprawiać próg.
Wieczorem zrobiło się cicho, tylko za rzeką szczekał jakiś pies.
Piliśmy herbatę z konfiturą i układaliśmy plany na następne lato.
"""
CZECH = """\
V sobotu ráno jsme vyrazili na chalupu, přestože hlásili déšť.
Babička už čekala u branky a v rukou držela košík plný jablek.
Táta se zasmál, zaparkoval ve stínu a začal opravovat rozbitý schod.
K večeru se vyjasnilo a za řekou bylo slyšet jenom štěkání psa.
Pili jsme čaj, jedli koláče a vzpomínali na loňské léto u moře.
"""
JAPANESE = """\
土曜日の朝、雨の予報だったけれど、私たちは早く家を出た。
祖母はもう門の前で待っていて、りんごの入ったかごを持っていた。
父は笑いながら車を日かげに止め、壊れた階段を直し始めた。
夕方になると空は晴れて、川の向こうから犬の声だけが聞こえた。
コーヒーを飲みながら、去年の夏休みのことを話した。
インターネットのサービスにログインできません。
"""
SIMPLIFIED = """\
星期六早上，虽然天气预报说会下雨，我们还是很早就出发了。
奶奶已经站在门口等着，手里提着一篮子苹果。
爸爸笑了笑，把车停在树荫下，开始修理坏掉的台阶。
傍晚的时候天空放晴了，只听见河对岸有一只狗在叫。
我们一边喝茶，一边谈论去年夏天的旅行和明年的计划。
"""
TRADITIONAL = """\
星期六早上，雖然天氣預報說會下雨，我們還是很早就出發了。
奶奶已經站在門口等著，手裡提著一籃子蘋果。
爸爸笑了笑，把車停在樹蔭下，開始修理壞掉的臺階。
傍晚的時候天空放晴了，只聽見河對岸有一隻狗在叫。
我們一邊喝茶，一邊談論去年夏天的旅行和明年的計畫。
"""
KOREAN = """\
토요일 아침에 비가 온다고 했지만 우리는 일찍 집을 나섰다.
할머니는 벌써 문 앞에서 사과 바구니를 들고 기다리고 계셨다.
아버지는 웃으면서 차를 그늘에 세우고 부서진 계단을 고치기 시작했다.
저녁이 되자 하늘이 맑아지고 강 건너에서 개 짖는 소리만 들렸다.
우리는 차를 마시며 지난여름 이야기를 나누었다.
"""
GREEK = """\
Το Σάββατο το πρωί φύγαμε νωρίς, αν και έλεγαν πως θα βρέξει.
Η γιαγιά μάς περίμενε ήδη στην πόρτα με ένα καλάθι γεμάτο μήλα.
Το βράδυ ο ουρανός καθάρισε και ακουγόταν μόνο ένας σκύλος πέρα από το ποτάμι.
"""
TURKISH = """\
Cumartesi sabahı yağmur yağacağını söylemişlerdi, yine de erkenden yola çıktık.
Büyükannem kapının önünde elma dolu bir sepetle bizi bekliyordu.
Akşama doğru gökyüzü açıldı, ırmağın karşısından bir köpeğin sesi geliyordu.
"""
HEBREW = """\
בשבת בבוקר יצאנו מוקדם לדרך, למרות שאמרו שירד גשם.
סבתא כבר חיכתה לנו ליד השער עם סל מלא תפוחים.
"""
ARABIC = """\
في صباح يوم السبت خرجنا باكرا رغم أنهم قالوا إن المطر سينزل.
كانت جدتي تنتظرنا عند الباب وفي يدها سلة من التفاح.
"""
THAI = """\
เช้าวันเสาร์เราออกจากบ้านแต่เช้า แม้ว่าพยากรณ์อากาศบอกว่าฝนจะตก
คุณยายยืนรออยู่ที่หน้าประตูพร้อมกับตะกร้าแอปเปิล
"""

# As `decode` names them; by what Python's codecs make of the text.
CYRILLIC = [
    (RUSSIAN, "windows-1251", "cp1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (RUSSIAN, "cp866", "cp866"),
    (UKRAINIAN, "windows-1251", "cp1251"),
    (UKRAINIAN, "koi8-u", "koi8-u"),
    (BULGARIAN, "windows-1251", "cp1251"),
]
OTHERS = [
    (RUSSIAN, "iso-8859-5", "iso8859-5"),
    (GERMAN, "latin-1", "cp1252"),
    (FRENCH, "windows-1252", "cp1252"),
    (SPANISH, "windows-1252", "cp1252"),
    (POLISH, "windows-1250", "cp1250"),
    (POLISH, "iso-8859-2", "iso8859-2"),
    (CZECH, "windows-1250", "cp1250"),
    (CZECH, "iso-8859-2", "iso8859-2"),
    (JAPANESE, "shift_jis", "shift_jis"),
    (JAPANESE, "euc-jp", "euc-jp"),
    (JAPANESE, "iso-2022-jp", "iso2022-jp"),
    (SIMPLIFIED, "gb18030", "gb18030"),
    (SIMPLIFIED, "gb18030", "gbk"),
    (TRADITIONAL, "big5", "big5"),
    (KOREAN, "euc-kr", "euc-kr"),
    (GREEK, "windows-1253", "cp1253"),
    (TURKISH, "windows-1254", "cp1254"),
    (HEBREW, "windows-1255", "cp1255"),
    (ARABIC, "windows-1256", "cp1256"),
    (THAI, "windows-874", "cp874"),
]
