/* What the extension's page says. The student's page names the language; a browser may know no Kazakh. */
const EN = {
  title: "OES: the exam's window",
  idle: "No exam is running: the extension sees nothing and tells nothing.",
  asks: "An exam is about to begin. Allow the extension to see which site is in front.",
  ready: "Allowed. The extension begins when you press “OK” in the exam.",
  running: "An exam is running: the extension tells when you leave it.",
  refused: "Not allowed. You can press the button again, or ask for help on the exam's page.",
  allow: "Allow for this exam",
  seen: "What it tells your university, while the exam runs",
  seen_focus: "when another program is in front of the browser (not which one)",
  seen_host: "when the tab in front is not the exam: the name of the site, such as example.com",
  unseen: "What it never takes",
  unseen_pages: "addresses within a site, titles, what stands on pages, what you type, passwords, cookies",
  unseen_history: "your history, other tabs, other windows, files",
  unseen_later: "anything at all before the exam and after it",
  why: "Why the browser asks for “your browsing history”",
  why_text: "Browsers have one permission for the name of the site in front, and call it so. The extension reads the name and nothing else, and gives the permission back when the exam is over.",
  sent_to: "What it tells goes only to",
};

const RU = {
  title: "OES: окно экзамена",
  idle: "Экзамен не идёт: расширение ничего не видит и ничего не сообщает.",
  asks: "Скоро начнётся экзамен. Разрешите расширению видеть, какой сайт открыт перед вами.",
  ready: "Разрешено. Расширение начнёт работать, когда вы нажмёте «ОК» на экзамене.",
  running: "Идёт экзамен: расширение сообщает, если вы его покидаете.",
  refused: "Не разрешено. Можно нажать кнопку ещё раз или попросить помощи на странице экзамена.",
  allow: "Разрешить на этот экзамен",
  seen: "Что оно сообщает университету, пока идёт экзамен",
  seen_focus: "что перед браузером открыта другая программа (какая именно – не сообщает)",
  seen_host: "что открытая вкладка – не экзамен: имя сайта, например example.com",
  unseen: "Чего оно никогда не берёт",
  unseen_pages: "адреса внутри сайта, заголовки, содержимое страниц, то, что вы печатаете, пароли, cookie",
  unseen_history: "историю, другие вкладки и окна, файлы",
  unseen_later: "ничего до экзамена и ничего после него",
  why: "Почему браузер спрашивает про «историю браузера»",
  why_text: "Для имени открытого сайта у браузеров есть только одно разрешение, и называется оно так. Расширение читает имя сайта и больше ничего, а после экзамена отказывается от разрешения.",
  sent_to: "Сообщения уходят только на",
};

const KK = {
  title: "OES: емтихан терезесі",
  idle: "Емтихан жүріп жатқан жоқ: кеңейтім ештеңе көрмейді және ештеңе хабарламайды.",
  asks: "Емтихан жақында басталады. Кеңейтімге алдыңызда қай сайт ашық екенін көруге рұқсат беріңіз.",
  ready: "Рұқсат берілді. Емтиханда «ОК» батырмасын басқанда кеңейтім жұмысын бастайды.",
  running: "Емтихан жүріп жатыр: одан шықсаңыз, кеңейтім хабарлайды.",
  refused: "Рұқсат берілмеді. Батырманы қайта басуға немесе емтихан бетінде көмек сұрауға болады.",
  allow: "Осы емтиханға рұқсат беру",
  seen: "Емтихан кезінде университетке не хабарлайды",
  seen_focus: "браузердің алдында басқа бағдарлама ашылғанын (қайсысы екенін емес)",
  seen_host: "алдыңыздағы бет емтихан емес екенін: сайттың атын, мысалы example.com",
  unseen: "Ешқашан алмайтыны",
  unseen_pages: "сайт ішіндегі мекенжайлар, тақырыптар, бет мазмұны, тергеніңіз, құпиясөздер, cookie",
  unseen_history: "тарих, басқа беттер мен терезелер, файлдар",
  unseen_later: "емтиханға дейін және одан кейін ештеңе",
  why: "Браузер неге «браузер тарихы» туралы сұрайды",
  why_text: "Алдыңыздағы сайттың аты үшін браузерде тек бір рұқсат бар және ол солай аталады. Кеңейтім тек сайттың атын оқиды, ал емтихан біткенде рұқсаттан бас тартады.",
  sent_to: "Хабарламалар тек мұнда жіберіледі:",
};

const ALL = { en: EN, ru: RU, kk: KK };

/* The texts of the first language that is known. */
export function textsOf(...languages) {
  const known = languages.map((one) => String(one || "").slice(0, 2).toLowerCase()).find((one) => ALL[one]);
  return { language: known || "en", texts: ALL[known || "en"] };
}
