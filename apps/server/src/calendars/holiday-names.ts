import type { CalendarCountry } from '@torch/domain';

/** Chinese names of the holidays that the library of public holidays knows by English ones. */
const chinese: Readonly<Record<string, string>> = {
  "All Saints' Day": '万圣节(诸圣节)',
  'Anzac Day': '澳新军团日',
  'Armistice Day': '停战纪念日',
  'Ascension Day': '耶稣升天节',
  Assumption: '圣母升天节',
  'Australia Day': '澳大利亚国庆日',
  'Autumnal Equinox Day': '秋分日',
  'Bastille Day': '法国国庆日',
  'Birthday of the Buddha': '佛诞',
  'Boxing Day': '节礼日',
  "Buddha's Birthday": '佛诞日',
  'Swiss National Day': '瑞士国庆日',
  'Canada Day': '加拿大国庆日',
  "Children's Day": '儿童节',
  'Chinese New Year': '农历新年',
  'Chinese New Year Holiday': '农历新年假期',
  "Chinese New Year's Eve": '农历除夕',
  'Ching Ming Festival': '清明节',
  'Christmas Day': '圣诞节',
  'Chung Yeung Festival': '重阳节',
  "Citizens' Holiday": '国民休息日',
  'Columbus Day': '哥伦布日',
  'Coming of Age Day': '成人节',
  'Constitution Day': '宪法纪念日',
  'Culture Day': '文化日',
  Deepavali: '屠妖节',
  'Dragon Boat Festival': '端午节',
  'Early May bank holiday': '五月初银行假日',
  'Early May bank holiday (VE day)': '五月初银行假日(欧战胜利日)',
  'Easter Monday': '复活节星期一',
  'Easter Saturday': '复活节星期六',
  'Easter Sunday': '复活节',
  "Emperor's Birthday": '天皇诞生日',
  Epiphany: '主显节',
  'Federal Day of Thanksgiving, Repentance and Prayer': '联邦感恩祈祷日',
  'Foundation Day': '建国纪念日',
  'Good Friday': '耶稣受难日',
  'Greenery Day': '绿之日',
  'Hangul Day': '韩文日',
  'Hari Raya Haji': '哈芝节',
  'Hari Raya Puasa': '开斋节',
  'Hong Kong Special Administrative Region Establishment Day': '香港特别行政区成立纪念日',
  'Immaculate Conception': '圣母无染原罪节',
  'Independence Day': '独立日',
  'Independence Movement Day': '三一节',
  Juneteenth: '六月节',
  "King Charles III's Coronation": '查尔斯三世加冕日',
  "King's Day": '国王节',
  'Korean New Year': '春节(韩国)',
  'Korean Thanksgiving': '中秋节(韩国)',
  'Labor Thanksgiving Day': '勤劳感谢日',
  'Labour Day': '劳动节',
  'Liberation Day': '光复节',
  'Liberation from Nazi-Fascism (1945)': '解放日',
  'Lunar New Year’s Day': '农历年初一',
  'Marine Day': '海之日',
  'Martin Luther King Jr. Day': '马丁·路德·金日',
  'Memorial Day': '阵亡将士纪念日',
  'Mid-Autumn Festival': '中秋节',
  'Midsummer Day': '仲夏节',
  'Mountain Day': '山之日',
  'National Day': '国庆节',
  'Double Tenth Day': '双十节',
  'National Day of Mourning for Queen Elizabeth II': '伊丽莎白二世哀悼日',
  'National Day of Saint Francis of Assisi': '圣方济各日',
  'National Foundation Day': '开天节',
  'Day of German Unity': '德国统一日',
  "New Year's Day": '元旦',
  'Peace Memorial Day': '和平纪念日',
  Pentecost: '圣灵降临节',
  'Presidential Election Day': '总统选举日',
  'Qingming Festival': '清明节',
  "Queen Elizabeth's Funeral Day": '伊丽莎白二世国葬日',
  'Queen’s Platinum Jubilee': '女王白金禧',
  'Republic Day': '共和国日',
  'Respect-for-the-Aged Day': '敬老日',
  'Showa Day': '昭和日',
  'Sports Day': '体育日',
  'Spring Equinox Day': '春分日',
  'Spring Festival': '春节',
  'Spring bank holiday': '春季银行假日',
  'Summer bank holiday': '夏季银行假日',
  'Thanksgiving Day': '感恩节',
  'The first day of January': '元旦',
  'The first weekday after Christmas Day': '圣诞节后第一个周日',
  'The fourth day of the Chinese New Year': '农历年初四',
  'The fourth day of Lunar New Year': '农历年初四',
  'The second day following the Chinese Mid-Autumn Festival': '中秋节后第二日',
  'The second day of Lunar New Year': '农历年初二',
  'The second day of the Chinese New Year': '农历年初二',
  'The second weekday after Christmas Day': '圣诞节后第二个周日',
  'The third day of Lunar New Year': '农历年初三',
  'The third day of the Chinese New Year': '农历年初三',
  'Tomb Sweeping Day': '清明节',
  'Tuen Ng Festival': '端午节',
  'Vesak Day': '卫塞节',
  'Veterans Day': '退伍军人节',
  'Victory Day': '胜利日',
  "Washington's Birthday": '总统日',
  'Whit Monday': '圣灵降临节星期一',
  'the Chinese Mid-Autumn Festival': '中秋节',
  'the first day of January': '元旦',
};

/** Where one English name stands for two holidays. */
const chineseIn: Readonly<Record<string, string>> = {
  'KR Constitution Day': '制宪节',
  'KR Memorial Day': '显忠日',
};

/** Names by which the library calls a day otherwise than it is called here. */
const english: Readonly<Record<string, string>> = {
  Bundesfeiertag: 'Swiss National Day',
  'Founding of the Republic of China': "New Year's Day",
  'National Day / Double Tenth Day': 'Double Tenth Day',
  'National Holiday': 'Day of German Unity',
  'The forth day of the Chinese New Year': 'The fourth day of the Chinese New Year',
};

const substitute = ' (substitute day)';
const following = 'The day following ';

export interface HolidayNames {
  nameZh: string;
  nameEn: string;
}

/** What a holiday is called; one that nobody has translated yet keeps its English name in Chinese too. */
export function namesOf(name: string, country: CalendarCountry): HolidayNames {
  if (name.endsWith(substitute)) {
    const { nameZh, nameEn } = namesOf(name.slice(0, -substitute.length), country);
    return { nameZh: `${nameZh}(补假)`, nameEn: nameEn + substitute };
  }
  if (name.startsWith(following))
    return { nameZh: `${namesOf(name.slice(following.length), country).nameZh}翌日`, nameEn: name };
  const nameEn = english[name] ?? name;
  return { nameZh: chineseIn[`${country} ${nameEn}`] ?? chinese[nameEn] ?? nameEn, nameEn };
}
