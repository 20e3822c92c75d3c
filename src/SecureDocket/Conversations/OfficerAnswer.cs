using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>What an officer answers: own words, or a text of the catalogue in the person's language.</summary>
/// <param name="Words">The words; null with a template.</param>
/// <param name="Template">The template; null with words.</param>
public sealed record AnswerForm(string? Words, TextKey? Template)
{
    /// <summary>The templates.</summary>
    public static IReadOnlyList<TextKey> Templates { get; } =
        [TextKey.AnswerRead, TextKey.AnswerCall, TextKey.MoveHearing, TextKey.NoOpenings, TextKey.LossHelp, TextKey.UrgentHelp];
}

/// <summary>An answer as it would be sent.</summary>
/// <param name="Text">The text.</param>
/// <param name="Length">Its length.</param>
/// <param name="Faults">The rules that it breaks; empty if it may be sent.</param>
public sealed record MeasuredAnswer(string Text, SmsLength Length, IReadOnlyList<Refusal> Faults);

/// <summary>Words officers' answers and holds them to the rules of the person's tier.</summary>
internal static class OfficerAnswer
{
    // A person in an emergency is told to call it.
    private const string Emergency = "911";

    // An answer that comes later than this is better given by a person.
    private static readonly Duration s_isOfUse = Duration.FromDays(3);

    // The person is still there.
    private static readonly Duration s_isFresh = Duration.FromMinutes(15);

    /// <summary>The answer as it would be sent.</summary>
    public static MeasuredAnswer Measure(this ReminderText texts, Cardholder person, AnswerForm form, Office? office)
    {
        var values = texts.Values(person);
        if (form.Template is { } key)
        {
            var rendered = ReminderText.Render(person, key, TextSubject.None, values);
            return new(rendered, SmsLength.Of(rendered), []);
        }

        var words = form.Words ?? "";
        var sent = TextCatalogue.Default.Written(person.Details.Language, values.Sender, words);
        var faults = WrittenText.Check(words, sent, person.Details.MessageTier, [.. new[] { values.Contact, office?.Phone, Emergency }.OfType<string>()]);
        return new(sent, SmsLength.Of(sent), [.. faults.Select(Refuse)]);
    }

    /// <summary>Plans the answer to an item.</summary>
    /// <param name="docket">The person's docket.</param>
    /// <param name="item">The item.</param>
    /// <param name="itemId">Its ID.</param>
    /// <param name="words">Where the text lies.</param>
    /// <param name="window">The messaging hours.</param>
    /// <param name="now">The current time.</param>
    public static Reminder Plan(Docket docket, InboxItem item, string itemId, string words, SendWindow window, Instant now)
    {
        var due = now - item.At <= s_isFresh ? now : window.NextOpen(now, ReminderPlan.ZoneOf(docket.Cardholder));
        return Reminder.Plan(docket.Cardholder.Id, ItemAnswer.SubjectOf(itemId), ReminderOccasion.Answer, due, due + s_isOfUse) with { Words = words };
    }

    // The answer of a command is kept for its repeats, so it names our lists and places but never the officer's words.
    private static Refusal Refuse(WrittenFault fault) => new(
        "invalid",
        fault.Rule switch
        {
            WrittenRule.Empty => "Must say something.",
            WrittenRule.TooLong => $"Must be sent as at most {WrittenText.MaxSegments} messages; see the preview for its length.",
            WrittenRule.ControlCharacter => At(fault, "a control character that is no line break."),
            WrittenRule.ForbiddenWord => At(fault, $"a word that texts to this person must not contain, as they did not choose detailed texts: {fault.Forbidden}"),
            WrittenRule.Link => At(fault, "a website's address, which texts never contain."),
            WrittenRule.ANumber => At(fault, "an A-number, which texts never contain."),
            _ => At(fault, "a phone number other than ours, which texts to this person must not contain, as they did not choose detailed texts."),
        },
        "text");

    private static string At(WrittenFault fault, string what) => string.Create(CultureInfo.InvariantCulture, $"At character {fault.Position + 1}: {what}");
}
