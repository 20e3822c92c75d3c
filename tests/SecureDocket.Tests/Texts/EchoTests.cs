using NodaTime;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Texts;

/// <summary>Our texts must not be worded as people write to us: what repeats ours is taken for an echo, and nothing is done about it.</summary>
public sealed class EchoTests
{
    [Theory]
    [InlineData("this number is another person's, do not text this number again")]
    [InlineData("I want no more texts from you to this phone")]
    [InlineData("no envíen mensajes a este teléfono, es de otra persona")]
    [InlineData("ya no manden mensajes a este teléfono porque es de otra persona")]
    [InlineData("no quiero que me envíen mensajes a este teléfono por favor")]
    [InlineData("parar de enviar mensagens para este telefone")]
    [InlineData("parem de enviar mensagens para este telefone, ele é de outra pessoa")]
    [InlineData("parar de escrever para este telefone, ele é de outra pessoa")]
    [InlineData("quero parar de receber mensagens neste telefone")]
    [InlineData("ne m'envoyez plus de SMS à ce numéro svp")]
    [InlineData("n'écrivez plus à ce numéro, ce téléphone est à une autre personne")]
    [InlineData("je ne veux plus recevoir de SMS de vous sur ce téléphone")]
    [InlineData("pa voye mesaj sou nimewo sa a ankò")]
    [InlineData("pa voye mesaj sou telefòn sa a ankò, se nimewo yon lòt moun")]
    [InlineData("pa ekri nimewo sa a ankò, se nimewo yon lòt moun")]
    [InlineData("mwen pa vle resevwa mesaj ankò sou telefòn sa a")]
    [InlineData("لا ترسلوا رسائل إلى هذا الهاتف، هذا الرقم لشخص آخر")]
    [InlineData("لا ترسل لي رسائل بعد الآن من فضلك على هذا الرقم")]
    [InlineData("не пишите на этот номер, он чужой")]
    [InlineData("больше не надо писать на этот номер, он не мой")]
    [InlineData("не присылайте SMS на этот телефон, номер чужой")]
    [InlineData("不要再给这个号码发短信，这个号码是别人的")]
    [InlineData("不要再发短信到这部手机")]
    [InlineData("ਇਸ ਨੰਬਰ 'ਤੇ ਸੁਨੇਹੇ ਨਾ ਭੇਜੋ, ਇਹ ਕਿਸੇ ਹੋਰ ਦਾ ਹੈ")]
    [InlineData("ਇਸ ਫੋਨ 'ਤੇ ਮੁੜ ਸੁਨੇਹਾ ਨਾ ਭੇਜੋ ਜੀ, ਇਹ ਨੰਬਰ ਮੇਰਾ ਨਹੀਂ")]
    public void A_wish_that_no_texts_come_is_read_although_our_texts_say_the_like(string text) =>
        Assert.Contains(InboundText.Read(text).Intent, new[] { InboundIntent.Stop, InboundIntent.WrongNumber });

    [Theory]
    [InlineData("I was told that it is another person's number")]
    [InlineData("this did not cancel my appointment, does it still count")]
    [InlineData("I want to report my card lost or stolen so nobody can use it")]
    [InlineData("do I need another time than the one on Friday")]
    [InlineData("none of these times, I have no other times right now")]
    [InlineData("no encuentro mi tarjeta, creo que se la robaron en el bus")]
    [InlineData("mi cita no queda cancelada, sigue en pie?")]
    [InlineData("necesito otra fecha en lugar del viernes por favor")]
    [InlineData("perdi minha carteirinha ou ela foi roubada, o que faço")]
    [InlineData("meu compromisso continua valendo ou foi cancelado?")]
    [InlineData("ma carte est perdue ou volée, que dois-je faire")]
    [InlineData("mon rendez-vous n'est pas annulé, il reste valable ?")]
    [InlineData("mwen pèdi kat mwen an oswa yo vòlè l")]
    [InlineData("m bezwen chanje randevou vandredi a pou yon lòt jou")]
    [InlineData("ضاعت بطاقتي أو سرقت ولا يمكن لأحد استخدامها")]
    [InlineData("أحتاج إلى موعد آخر بدلا من يوم الجمعة")]
    [InlineData("карту потеряли или украли, отключите её сразу")]
    [InlineData("мне нужна другая дата вместо пятницы")]
    [InlineData("встреча не отменена? она в силе?")]
    [InlineData("卡丢失或被盗，请马上停用，不能让人再用")]
    [InlineData("我的预约并没有取消吧，仍然有效吗")]
    [InlineData("ਮੇਰਾ ਕਾਰਡ ਗੁਆਚ ਜਾਂ ਚੋਰੀ ਹੋ ਗਿਆ ਹੈ, ਤੁਰੰਤ ਬੰਦ ਕਰੋ")]
    [InlineData("ਮੈਨੂੰ ਸ਼ੁੱਕਰਵਾਰ ਦੀ ਬਜਾਏ ਹੋਰ ਤਾਰੀਖ ਚਾਹੀਦੀ ਹੈ")]
    [InlineData("do not text this number, it is another person's")]
    [InlineData("please do not text this number again, it is another person's phone")]
    [InlineData("I will not get texts to this phone, please do not send texts to this phone")]
    [InlineData("no vuelvan a escribir a este teléfono, no es mío")]
    [InlineData("n'envoyez pas de SMS à ce numéro, il est à une autre personne")]
    [InlineData("لا تراسلوا هذا الرقم بعد الآن لأنه لشخص آخر")]
    [InlineData("这个号码是别人的，请不要给它发短信")]
    public void What_people_write_of_themselves_is_no_echo_of_our_texts(string text) => Assert.NotEqual(InboundIntent.Echo, InboundText.Read(text).Intent);

    [Theory]
    [InlineData("1-800-555-0100", null, false)]
    [InlineData("+18005550100", "AKST", true)]
    [InlineData("(800) 555-0100", "ChST", false)]
    [InlineData("800.555.0100", null, true)]
    public void None_of_our_texts_is_a_wish_and_an_answer_beside_one_counts_whatever_contact_and_date_it_names(string contact, string? zone, bool withYear)
    {
        var start = new LocalDateTime(2027, 11, 16, 12, 45);
        var values = new TextValues
        {
            Sender = "SDC",
            Contact = contact,
            ZoneSuffix = zone,
            Today = start.Date.PlusDays(withYear ? -360 : -1),
            Start = start,
            Closed = start.PlusDays(-2),
            Openings = [start, start.PlusDays(1), start.PlusDays(2)],
            Code = "123456",
        };
        var longPlace = new TextPlace("Executive Office Immigration Court Houston South Gessner Road", "8701 South Gessner Road, 10th Floor, Houston, TX 77074", "12-B");
        foreach (var (language, key) in TextCatalogue.Default.Languages.SelectMany(language => Enum.GetValues<TextKey>().Select(key => (language, key))))
        {
            foreach (var subject in new[] { TextSubject.Hearing, TextSubject.CheckIn, TextSubject.Card })
            {
                foreach (var (tier, place) in new[] { (MessageTier.Neutral, (TextPlace?)null), (MessageTier.Detailed, null), (MessageTier.Detailed, longPlace) })
                {
                    var text = TextCatalogue.Default.Render(key, language, tier, subject, values with { Place = place });
                    var (alone, above) = (InboundText.Read(text), InboundText.Read($"{text}\n1"));
                    foreach (var read in new[] { alone, above, InboundText.Read($"1\n{text}"), InboundText.Read($"\"{text}\"\n\n1") })
                        Assert.False(read.Intent is InboundIntent.Stop or InboundIntent.Start or InboundIntent.WrongNumber or InboundIntent.Loss or InboundIntent.Distress, $"{read}: {text}");

                    // The shortest texts and lists of times have too few words of ours to be sure.
                    if (text.Contains("STOP", StringComparison.Ordinal) || text.Contains("START", StringComparison.Ordinal))
                        Assert.True(alone.Intent == InboundIntent.Echo && above == new InboundText(InboundIntent.Digit, 1), $"{alone}, {above}: {text}");
                }
            }
        }
    }
}
