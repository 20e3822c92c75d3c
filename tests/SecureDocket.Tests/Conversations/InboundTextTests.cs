using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Conversations;

public sealed class InboundTextTests
{
    [Theory]
    [InlineData("STOP")]
    [InlineData("stop")]
    [InlineData("Stop.")]
    [InlineData("stop!!!")]
    [InlineData("  STOP\r\n")]
    [InlineData("\"STOP\"")]
    [InlineData("STOPP")]
    [InlineData("stooooop")]
    [InlineData("stpo")]
    [InlineData("sotp")]
    [InlineData("tsop")]
    [InlineData("st0p")]
    [InlineData("sto")]
    [InlineData("stip")]
    [InlineData("dtop")]
    [InlineData("s t o p")]
    [InlineData("S.T.O.P.")]
    [InlineData("\uff33\uff34\uff2f\uff30")]
    [InlineData("\u0053\u0301TOP")]
    [InlineData("ST\u200bOP")]
    [InlineData("\u202estop\u202c")]
    [InlineData("\U0001d412\U0001d413\U0001d40e\U0001d40f")]
    [InlineData("\U0001f6d1")]
    [InlineData("\u270b")]
    [InlineData("\u270b\U0001f3fd\u270b\U0001f3fd")]
    [InlineData("\u26d4\ufe0f")]
    [InlineData("\U0001f6d1 please")]
    [InlineData("quit")]
    [InlineData("End")]
    [InlineData("revoke")]
    [InlineData("opt out")]
    [InlineData("opt-out")]
    [InlineData("OPTOUT")]
    [InlineData("cancel")]
    [InlineData("unsubscribe")]
    [InlineData("STOPALL")]
    [InlineData("stop all")]
    [InlineData("please stop")]
    [InlineData("pls stop now")]
    [InlineData("STOP STOP STOP")]
    [InlineData("ok stop thanks")]
    [InlineData("please cancel")]
    [InlineData("unsubcribe")]
    [InlineData("end now please")]
    [InlineData("stop texting me")]
    [InlineData("stpo texting me")]
    [InlineData("Stop sending me this")]
    [InlineData("I said stop")]
    [InlineData("stop doesn't work")]
    [InlineData("why won't you stop texting this phone, I have asked three times already")]
    [InlineData("Stop. I have told you many times that I do not live there any more")]
    [InlineData("no more messages")]
    [InlineData("no more texts to this number please, my daughter has this phone now")]
    [InlineData("Don't text me")]
    [InlineData("Don\u2019t text me again")]
    [InlineData("please do not contact me on this phone because I share it with other people")]
    [InlineData("take me off your list")]
    [InlineData("remove my number")]
    [InlineData("leave me alone")]
    [InlineData("I want you to stop")]
    [InlineData("STOP or I will call somebody about these texts of yours")]
    [InlineData("stop I don't live there and I never did")]
    [InlineData("I do not live here stop texting me")]
    [InlineData("please just stop calling me all day long at work")]
    public void Stop_by_any_reasonable_means(string text) => Assert.Equal(InboundIntent.Stop, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("alto")]
    [InlineData("ALTO por favor")]
    [InlineData("basta ya")]
    [InlineData("parar")]
    [InlineData("no m\u00e1s mensajes")]
    [InlineData("no mas mensajes por favor, este telefono lo usa mi hija")]
    [InlineData("ya no me manden mensajes")]
    [InlineData("no, dejen de enviarme mensajes")]
    [InlineData("por favor stop mensajes")]
    [InlineData("darme de baja")]
    [InlineData("pare")]
    [InlineData("Parem de me mandar mensagens")]
    [InlineData("n\u00e3o quero mais receber")]
    [InlineData("arr\u00eat")]
    [InlineData("arret")]
    [InlineData("ARR\u00caTEZ svp")]
    [InlineData("arr\u00eatez de m'\u00e9crire")]
    [InlineData("ne m\u2019envoyez plus de SMS")]
    [InlineData("je ne veux plus de vos messages")]
    [InlineData("sispann")]
    [InlineData("Sispann tanpri")]
    [InlineData("pa voye mesaj ank\u00f2")]
    [InlineData("kite m anp\u00e8")]
    [InlineData("СТОП")]
    [InlineData("стоп пожалуйста")]
    [InlineData("отпишите меня")]
    [InlineData("Больше не пишите на этот номер, он рабочий")]
    [InlineData("停止")]
    [InlineData("停")]
    [InlineData("退订")]
    [InlineData("退訂")]
    [InlineData("TD")]
    [InlineData("请停止")]
    [InlineData("请不要再发短信给我了谢谢")]
    [InlineData("قف")]
    [InlineData("توقف")]
    [InlineData("تَوَقَّف")]
    [InlineData("أوقفوا الرسائل")]
    [InlineData("اوقفوا الرسائل من فضلكم")]
    [InlineData("لا ترسلوا لي")]
    [InlineData("ਰੋਕੋ")]
    [InlineData("ਬੰਦ ਕਰੋ")]
    [InlineData("ਕਿਰਪਾ ਕਰਕੇ ਸੁਨੇਹੇ ਨਾ ਭੇਜੋ")]
    [InlineData("message band karo ji")]
    public void Stop_in_every_served_language(string text) => Assert.Equal(InboundIntent.Stop, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("I can't stop by today")]
    [InlineData("bus stop is closed")]
    [InlineData("I will not stop coming")]
    [InlineData("don't stop")]
    [InlineData("please don't stop texting me")]
    [InlineData("never stop sending these")]
    [InlineData("Which stop do I get off at when I take the bus from the station")]
    [InlineData("the train stop")]
    [InlineData("next stop?")]
    [InlineData("stop by tomorrow at nine if you can please")]
    [InlineData("I don't want you to stop texting me about my dates")]
    [InlineData("no quiero que dejen de enviarme los avisos de mis citas")]
    [InlineData("chega quando o documento?")]
    [InlineData("basta con llamar?")]
    [InlineData("nonstop")]
    [InlineData("shop")]
    [InlineData("step")]
    [InlineData("top")]
    [InlineData("cancel my appointment")]
    [InlineData("I can be there at the end of the week")]
    [InlineData("What happens in the end")]
    [InlineData("I quit my job")]
    [InlineData("where is the stop?")]
    [InlineData("can you stop my card")]
    [InlineData("my card stopped working")]
    [InlineData("no dejen de enviarme los avisos")]
    [InlineData("vivo en el alto")]
    [InlineData("voy a parar en casa")]
    [InlineData("arr\u00eat de bus")]
    [InlineData("не стоп")]
    [InlineData("不停")]
    [InlineData("公交停止了")]
    [InlineData("لا توقف")]
    [InlineData("ਨਾ ਰੋਕੋ")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?")]
    [InlineData("\U0001f44d")]
    [InlineData("yes")]
    [InlineData("ok thank you")]
    [InlineData("Where do I go?")]
    public void Not_a_stop(string text) => Assert.DoesNotContain(InboundText.Read(text).Intent, new[] { InboundIntent.Stop, InboundIntent.WrongNumber, InboundIntent.Start });

    [Theory]
    [InlineData("wrong number")]
    [InlineData("Wrong Number!")]
    [InlineData("sorry, you have the wrong number")]
    [InlineData("Wrong number, stop texting me")]
    [InlineData("this is not her phone anymore")]
    [InlineData("n\u00famero equivocado")]
    [InlineData("Numero equivocado amigo")]
    [InlineData("numero errado")]
    [InlineData("mauvais num\u00e9ro")]
    [InlineData("vous vous \u00eates tromp\u00e9 de num\u00e9ro")]
    [InlineData("move nimewo")]
    [InlineData("не тот номер")]
    [InlineData("вы ошиблись номером")]
    [InlineData("号码错了")]
    [InlineData("你打错了")]
    [InlineData("الرقم خطأ")]
    [InlineData("رقم غلط")]
    [InlineData("ਗ਼ਲਤ ਨੰਬਰ")]
    public void Wrong_number(string text) => Assert.Equal(new(InboundIntent.WrongNumber), InboundText.Read(text));

    [Fact]
    public void A_long_story_about_a_wrong_number_is_none() =>
        Assert.Equal(InboundIntent.Unclear, InboundText.Read("yesterday I called the wrong number of the office and nobody there could tell me anything").Intent);

    [Theory]
    [InlineData("START")]
    [InlineData("start please")]
    [InlineData("unstop")]
    [InlineData("iniciar")]
    [InlineData("reanudar")]
    [InlineData("старт")]
    [InlineData("开始")]
    [InlineData("ابدأ")]
    [InlineData("ਸ਼ੁਰੂ")]
    public void Start_when_nothing_else_is_said(string text) => Assert.Equal(InboundIntent.Start, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("when does it start")]
    [InlineData("yes")]
    public void Not_a_start(string text) => Assert.NotEqual(InboundIntent.Start, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("HELP")]
    [InlineData("help me please")]
    [InlineData("ayuda")]
    [InlineData("Necesito ayuda con esto")]
    [InlineData("ajuda")]
    [InlineData("aide")]
    [InlineData("\u00e8d")]
    [InlineData("помощь")]
    [InlineData("帮助")]
    [InlineData("مساعدة")]
    [InlineData("ਮਦਦ")]
    public void Help(string text) => Assert.Equal(InboundIntent.Help, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("1.", 1)]
    [InlineData(" 2 ", 2)]
    [InlineData("(3)", 3)]
    [InlineData("#1", 1)]
    [InlineData("1\ufe0f\u20e3", 1)]
    [InlineData("1\ufe0f\u20e3 \U0001f44d", 1)]
    [InlineData("\u2460", 1)]
    [InlineData("\uff12", 2)]
    [InlineData("\u0663", 3)]
    [InlineData("\u06f1", 1)]
    [InlineData("\u0a68", 2)]
    [InlineData("\u2068\u0661\u2069", 1)]
    public void One_digit_of_any_script(string text, int digit) => Assert.Equal(new(InboundIntent.Digit, digit), InboundText.Read(text));

    [Theory]
    [InlineData("10")]
    [InlineData("1 2")]
    [InlineData("1/2")]
    [InlineData("\u00bd")]
    [InlineData("I have 2 kids")]
    [InlineData("2pm")]
    [InlineData("1 question")]
    [InlineData("1 of my kids")]
    [InlineData("1 no puedo ir")]
    [InlineData("1, where is it?")]
    [InlineData("1-2 people")]
    [InlineData("<3")]
    public void Not_an_answer_by_one_digit(string text) => Assert.NotEqual(InboundIntent.Digit, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("1 gracias", 1)]
    [InlineData("1 = I will be there", 1)]
    [InlineData("yes, 1", 1)]
    [InlineData("uno", 1)]
    [InlineData("one", 1)]
    [InlineData("opci\u00f3n 2", 2)]
    [InlineData("11", 1)]
    [InlineData("1 -Maria Lopez", 1)]
    [InlineData("2 - I have to work", 2)]
    [InlineData("1\n\nSent from my iPhone", 1)]
    [InlineData("\u4e09", 3)]
    public void A_digit_with_words_around_it(string text, int digit) => Assert.Equal(new(InboundIntent.Digit, digit), InboundText.Read(text));

    [Theory]
    [InlineData("STOP", false)]
    [InlineData("stop please", false)]
    [InlineData("\u0405\u0422\u041e\u0420", false)]
    [InlineData("No quiero que me escriban", true)]
    [InlineData("stop I never signed up", true)]
    [InlineData("unsubscrieb", true)]
    public void What_no_exact_keyword_says_is_inferred(string text, bool isInferred) =>
        Assert.Equal(new(InboundIntent.Stop) { IsInferred = isInferred }, InboundText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\u200b")]
    [InlineData("...")]
    [InlineData("Liked an image")]
    [InlineData("Loved \u201cStop it!\u201d")]
    [InlineData("\ud83d\udc4d to \u201cSee you at the bus stop\u201d")]
    [InlineData("Liked \u201cSDC: You will get no more te\u2026")]
    [InlineData("> STOP = no more texts")]
    [InlineData("SDC: You will get no more texts from us. Your dates still count. To get texts again, reply START.")]
    [InlineData("Reply STOP to unsubscribe")]
    public void What_is_not_the_persons_is_an_echo(string text) => Assert.Equal(new(InboundIntent.Echo), InboundText.Read(text));

    [Theory]
    [InlineData("1\nSDC: Your appointment is on March 4, 9:00 AM. Reply 1 = I will be there, 2 = I need to move it, 3 = help. STOP = no more texts", InboundIntent.Digit)]
    [InlineData("SDC: Your appointment is on March 4, 9:00 AM. Reply 1 = I will be there, 2 = I need to move it, 3 = help. STOP = no more texts\n\n2", InboundIntent.Digit)]
    [InlineData("SDC: Your appointment is on March 4, 9:00 AM. Reply 1 = I will be there, 2 = I need to move it, 3 = help. STOP = no more texts\nstop", InboundIntent.Stop)]
    [InlineData("Liked \u201cSDC: Your appointment is on March 4\u201d stop", InboundIntent.Stop)]
    [InlineData("Edited to \u201c1 gracias\u201d", InboundIntent.Digit)]
    [InlineData("STOP = no more texts", InboundIntent.Stop)]
    public void What_stands_beside_a_quote_is_the_persons(string text, InboundIntent intent) => Assert.Equal(intent, InboundText.Read(text).Intent);

    [Fact]
    public void A_repeat_of_a_recent_text_is_an_echo()
    {
        const string Sent = "Mango: stop by the desk on floor two";
        Assert.Equal(InboundIntent.Echo, InboundText.Read($"\u00ab{Sent}\u00bb", [Sent]).Intent);
        Assert.Equal(InboundIntent.Digit, InboundText.Read($"{Sent}\n1", [Sent]).Intent);
        Assert.Equal(InboundIntent.Stop, InboundText.Read("stop", [Sent]).Intent);
    }

    [Theory]
    [InlineData("Please don't send me back")]
    [InlineData("Por favor no me manden a mi pa\u00eds")]
    [InlineData("Can the judge remove me?")]
    [InlineData("не отправляйте меня обратно")]
    [InlineData("Mon mari est arr\u00eat\u00e9")]
    [InlineData("ICE stop me please help")]
    [InlineData("Stop. They arrested my son")]
    public void Somebody_in_distress_is_not_silenced(string text) => Assert.Equal(InboundIntent.Distress, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("block my card")]
    [InlineData("ਮੇਰਾ ਕਾਰਡ ਬੰਦ ਕਰੋ")]
    [InlineData("停止使用我的卡")]
    [InlineData("Quiero dar de baja mi tarjeta, la perd\u00ed")]
    public void A_lost_card_is_a_loss(string text) => Assert.Equal(InboundIntent.Loss, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("You have the wrong date")]
    [InlineData("I did nothing wrong. No one called me")]
    [InlineData("I am not ready")]
    [InlineData("no soy culpable")]
    [InlineData("the card has the wrong number")]
    [InlineData("who is this")]
    public void No_wrong_number(string text) => Assert.NotEqual(InboundIntent.WrongNumber, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("CANCEL", true)]
    [InlineData("cancel please", true)]
    [InlineData("cancelar", true)]
    [InlineData("annulez", true)]
    [InlineData("\u53d6\u6d88", true)]
    [InlineData("STOP", false)]
    [InlineData("unsubscribe", false)]
    public void A_word_that_may_mean_the_appointment_is_a_stop_and_marked(string text, bool mayMeanDate) =>
        Assert.Equal((InboundIntent.Stop, mayMeanDate), (InboundText.Read(text).Intent, InboundText.Read(text).MayMeanDate));

    [Theory]
    [InlineData("no", InboundIntent.No)]
    [InlineData("I can't", InboundIntent.No)]
    [InlineData("no puedo", InboundIntent.No)]
    [InlineData("I need to move it", InboundIntent.Move)]
    [InlineData("quiero cambiarla", InboundIntent.Move)]
    [InlineData("can I reschedule please", InboundIntent.Move)]
    [InlineData("none of these", InboundIntent.No)]
    public void Who_only_says_no_asks_for_no_other_date(string text, InboundIntent intent) => Assert.Equal(intent, InboundText.Read(text).Intent);

    [Fact]
    public void Anything_can_be_read()
    {
        Random random = new(7);
        string[] pieces = ["stop", "1", " ", "\ud83d", "\udc4d", "\u0000", "\u0007", "\ufffe", "\uffff", "\ufdd0", "\u0301", "\u20e3", "\U0001f6d1", "停", "قف", "\u202e", "'", ".", "wrong", "number", "\u1100", "\ue000"];
        for (var i = 0; i < 500; i++)
        {
            Assert.NotNull(InboundText.Read(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]))));
        }

        Assert.All(Enumerable.Range(0, 0x10000).Chunk(64), chunk => Assert.NotNull(InboundText.Read(string.Concat(chunk.Select(code => (char)code)))));
    }

    [Fact]
    public void What_is_beyond_the_limit_is_ignored()
    {
        Assert.Equal(InboundIntent.Stop, InboundText.Read("stop" + new string(' ', InboundText.MaxLength - 4) + "by the office").Intent);
        Assert.Equal(InboundIntent.Echo, InboundText.Read(new string(' ', InboundText.MaxLength) + "stop").Intent);
        Assert.Equal(InboundIntent.Echo, InboundText.Read(new string('\ud83d', 100_000)).Intent);
    }
}
