/**
 * What the sheet of codes says to its holder: title, where the codes are entered, whom to call.
 * @type {Record<string, [string, string, string]>}
 */
const words = {
  en: ['Your sign-in codes. Keep them as you keep money; each works once.', 'Enter them here:', 'Help: call'],
  es: ['Sus códigos para entrar. Cuídelos como dinero; cada uno sirve una vez.', 'Úselos aquí:', 'Ayuda: llame al'],
  pt: ['Seus códigos para entrar. Guarde-os como dinheiro; cada um funciona uma vez.', 'Use-os aqui:', 'Ajuda: ligue para'],
  fr: ['Vos codes de connexion. Gardez-les comme de l’argent ; chacun sert une fois.', 'Entrez-les ici :', 'Aide : appelez le'],
  ht: ['Kòd pou konekte. Sere yo tankou lajan; chak kòd mache yon sèl fwa.', 'Antre yo isit la:', 'Èd: rele'],
  ar: ['رموز الدخول الخاصة بك. احفظها كما تحفظ المال؛ كل رمز يعمل مرة واحدة.', 'أدخلها هنا:', 'للمساعدة اتصل على'],
  ru: ['Ваши коды для входа. Храните их как деньги; каждый действует один раз.', 'Вводите их здесь:', 'Помощь: звоните'],
  'zh-Hans': ['您的登录码。请像保管钱一样保管；每个只能用一次。', '在此输入：', '求助电话：'],
  pa: ['ਤੁਹਾਡੇ ਸਾਈਨ-ਇਨ ਕੋਡ। ਇਨ੍ਹਾਂ ਨੂੰ ਪੈਸੇ ਵਾਂਗ ਸੰਭਾਲੋ; ਹਰ ਕੋਡ ਇੱਕ ਵਾਰ ਚੱਲਦਾ ਹੈ।', 'ਇੱਥੇ ਭਰੋ:', 'ਮਦਦ: ਫੋਨ ਕਰੋ'],
};

/**
 * The sheet's words in the language nearest to a person's; English without one.
 * @param {string} language A BCP 47 tag.
 */
export function sheetWords(language) {
  const lang = [language, language.split('-')[0], ...(language.startsWith('zh') ? ['zh-Hans'] : [])].find(tag => tag in words) ?? 'en';
  const [title, where, help] = words[lang];
  return { lang, dir: lang === 'ar' ? 'rtl' : 'ltr', title, where, help };
}
