"""Names in Chinese, Japanese and Korean."""

from curabib.evidence import labels
from curabib.evidence.regex import regex

# the family names of more than 99 in 100 Koreans (census of 2015)
_KOREAN_FAMILIES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
# the family names of more than 95 in 100 Chinese, in both scripts, and such of two characters
_CHINESE_FAMILIES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧"
    "蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常"
    "武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂谷"
    "祁时時舒耿牟卜路詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵闵欧解强強柴华華车車"
    "冉房边邊辜吉饶饒刁瞿戚丘古米池滕晋晉苑邬臧畅宫来來嵺苟全褚廉简簡娄婁盖符奚木穆党燕郎邸冀谈談姬屠连連郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾"
)
_COMPOUND_FAMILIES = (
    "欧阳",
    "歐陽",
    "司马",
    "司馬",
    "上官",
    "诸葛",
    "諸葛",
    "皇甫",
    "令狐",
    "东方",
    "夏侯",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
)
# how the most frequent Japanese family names begin
_JAPANESE_FAMILIES = frozenset(
    (
        *(
            "佐藤",
            "鈴木",
            "高橋",
            "田中",
            "伊藤",
            "渡辺",
            "渡邊",
            "渡邉",
            "山本",
            "中村",
            "小林",
            "加藤",
            "吉田",
            "山田",
            "佐々",
            "山口",
            "松本",
        ),
        *(
            "井上",
            "木村",
            "斎藤",
            "斉藤",
            "齋藤",
            "清水",
            "山崎",
            "阿部",
            "池田",
            "橋本",
            "山下",
            "石川",
            "中島",
            "前田",
            "藤田",
            "後藤",
            "小川",
        ),
        *(
            "岡田",
            "村上",
            "長谷",
            "近藤",
            "石井",
            "坂本",
            "遠藤",
            "青木",
            "藤井",
            "西村",
            "福田",
            "太田",
            "三浦",
            "藤原",
            "松田",
            "岡本",
            "中川",
        ),
        *(
            "中野",
            "原田",
            "小野",
            "田村",
            "竹内",
            "金子",
            "和田",
            "中山",
            "石田",
            "上田",
            "森田",
            "柴田",
            "酒井",
            "工藤",
            "横山",
            "宮崎",
            "宮本",
        ),
        *(
            "内田",
            "高木",
            "安藤",
            "谷口",
            "大野",
            "丸山",
            "今井",
            "高田",
            "藤本",
            "武田",
            "村田",
            "上野",
            "杉山",
            "増田",
            "平野",
            "菅原",
            "小島",
        ),
        *(
            "大塚",
            "千葉",
            "久保",
            "松井",
            "岩崎",
            "桜井",
            "木下",
            "野口",
            "松尾",
            "菊地",
            "菊池",
            "野村",
            "新井",
            "杉本",
            "古川",
            "島田",
            "大西",
        ),
        *(
            "水野",
            "桜田",
            "高野",
            "吉川",
            "山内",
            "西田",
            "西川",
            "五十",
            "北村",
            "安田",
            "中田",
            "川口",
            "平田",
            "川崎",
            "飯田",
            "本田",
            "久保",
        ),
        *(
            "吉村",
            "沢田",
            "辻村",
            "関口",
            "岩田",
            "中西",
            "服部",
            "樋口",
            "福島",
            "川上",
            "永井",
            "松岡",
            "田口",
            "山中",
            "森本",
            "土屋",
            "秋山",
        ),
        *(
            "大島",
            "広瀬",
            "熊谷",
            "小松",
            "松下",
            "望月",
            "大橋",
            "松浦",
            "尾崎",
            "馬場",
            "黒田",
            "荒木",
            "大谷",
            "矢野",
            "坂井",
            "浜田",
            "小池",
        ),
    )
)
_SHORTEST_JAPANESE, _LONGEST_JAPANESE = 3, 5
# characters that begin Japanese family names far more often than words
_JAPANESE_FIRST = frozenset(
    "岡鈴伊渡斎斉齋藤佐加吉松井木林清橋池阿石森遠坂青福竹柴酒横宮谷丸武杉菅塚桜菊野島沢澤辻岩樋秋広廣熊望尾馬黒矢浜濱堀細梅浅須笠片柳萩牧栗榎桑稲荻蒲児"
)
_KANA = regex(r"[ぁ-ヿ]")
# what ends words for things, and hardly ever a name: study, method, model, learning, recognition, journal, paper
_CJK_NOUN_ENDS = frozenset("社究法型络网习習别識识統统析论論文报報学學系版")


def is_name(text: str) -> bool:
    """Return whether a text in Chinese, Japanese or Korean could be a name: short, of letters, and no label."""
    letters = text.replace(" ", "").replace("·", "")
    if len(letters) > 6 or not letters.isalpha() or labels.is_label(text):
        return False
    if any("\uac00" <= char <= "\ud7af" for char in letters):
        return 2 <= len(letters) <= 5 and letters[0] in _KOREAN_FAMILIES
    if letters[-1] in _CJK_NOUN_ENDS:
        return False
    if letters[:2] in _JAPANESE_FAMILIES or letters[0] in _JAPANESE_FIRST:
        return _SHORTEST_JAPANESE <= len(letters) <= _LONGEST_JAPANESE or letters[0] in _CHINESE_FAMILIES
    if letters.startswith(_COMPOUND_FAMILIES):
        return len(letters) <= 4
    return (letters[0] in _CHINESE_FAMILIES and 2 <= len(letters) <= 3) or (
        " " in text or _KANA.search(letters) is not None
    )
