namespace SecureDocket.Texts;

/// <summary>The texts that the system sends. A key is never renamed.</summary>
public enum TextKey
{
    /// <summary>A hearing or check-in was set. Takes the start.</summary>
    DateSet,

    /// <summary>It was moved. Takes the new start.</summary>
    DateMoved,

    /// <summary>It is coming. Takes the start.</summary>
    DateReminder,

    /// <summary>It is not to be held; nothing is said of other dates but that they stand, since one may be on the same day. Takes the start that it had.</summary>
    DateCancelled,

    /// <summary>A check-in was missed, and how to put it right. Takes the start that it had and a contact.</summary>
    CheckInMissed,

    /// <summary>Something about the card. Takes a contact, as do all that follow about cards.</summary>
    CardNews,

    /// <summary>The card is out of force for the time being.</summary>
    CardSuspended,

    /// <summary>The card was reported lost.</summary>
    CardReportedLost,

    /// <summary>The card is back in force.</summary>
    CardReinstated,

    /// <summary>The card is out of force for good.</summary>
    CardRevoked,

    /// <summary>A new card took its place.</summary>
    CardReplaced,

    /// <summary>A new card took its place because it was about to expire.</summary>
    CardRenewed,

    /// <summary>The card's time is up.</summary>
    CardExpired,

    /// <summary>The photo on record is another than the one that the card was signed with.</summary>
    PhotoChanged,

    /// <summary>The person said to be there. Takes the start.</summary>
    Confirmed,

    /// <summary>The times to choose from, each with the digit that chooses it. Takes the start that one would stand in for, and one to three openings.</summary>
    Openings,

    /// <summary>There is no time to choose. Takes a contact.</summary>
    NoOpenings,

    /// <summary>The chosen time is booked. Takes the start.</summary>
    Booked,

    /// <summary>The chosen time was taken meanwhile; others to choose from. Takes what <see cref="Openings"/> takes.</summary>
    OpeningTaken,

    /// <summary>How to ask for another hearing date. Takes a contact.</summary>
    MoveHearing,

    /// <summary>Where to find help. Takes a contact.</summary>
    Help,

    /// <summary>No more texts will come, and how to have them again.</summary>
    Stopped,

    /// <summary>Texts will come again.</summary>
    Started,

    /// <summary>The phone is not the cardholder's: no more texts will come.</summary>
    WrongNumber,

    /// <summary>What the person texted was not understood.</summary>
    Unclear,

    /// <summary>The code that completes a sign-in to the portal. Takes the code.</summary>
    SignInCode,

    /// <summary>To the number that was texted until now: another one is from now on. Takes a contact.</summary>
    NumberChanged,

    /// <summary>There is more news about dates than is texted in a day. Takes a contact.</summary>
    DateNews,

    /// <summary>An officer set the PIN for the portal, or gave codes. Takes a contact.</summary>
    WayInGiven,
}

/// <summary>What a text is about; it decides between the wordings of the detailed tier.</summary>
public enum TextSubject
{
    /// <summary>Nothing in particular.</summary>
    None,

    /// <summary>A court hearing.</summary>
    Hearing,

    /// <summary>A check-in.</summary>
    CheckIn,

    /// <summary>A card.</summary>
    Card,
}

/// <summary>What holds of a key in every language.</summary>
internal static class TextKeyRules
{
    extension(TextKey key)
    {
        /// <summary>The placeholders of its texts, each of which every text names exactly once.</summary>
        public IReadOnlyList<string> Placeholders => key switch
        {
            TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder or TextKey.DateCancelled or TextKey.Confirmed or TextKey.Booked => ["sender", "date", "time"],
            TextKey.CheckInMissed => ["sender", "date", "time", "contact"],
            TextKey.NoOpenings or TextKey.MoveHearing or TextKey.Help => ["sender", "contact"],
            TextKey.Openings or TextKey.OpeningTaken => ["sender", "date", "time", "openings"],
            TextKey.Stopped or TextKey.Started or TextKey.WrongNumber or TextKey.Unclear => ["sender"],
            TextKey.SignInCode => ["sender", "code"],
            TextKey.NumberChanged or TextKey.DateNews or TextKey.WayInGiven => ["sender", "contact"],
            _ when key.IsCardNews => ["sender", "contact"],
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such text."),
        };

        /// <summary>Whether it asks for an answer about a date, and so must fit the tightest budget.</summary>
        public bool IsReminder => key is TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder;

        /// <summary>Whether it is about a card; without details all of these read as <see cref="TextKey.CardNews"/>.</summary>
        public bool IsCardNews => key is >= TextKey.CardNews and <= TextKey.PhotoChanged;

        /// <summary>The subjects for which the detailed tier has a wording of its own.</summary>
        public IReadOnlyList<TextSubject> Subjects => key switch
        {
            TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder or TextKey.DateCancelled => [TextSubject.Hearing, TextSubject.CheckIn],
            TextKey.CheckInMissed => [TextSubject.CheckIn],
            TextKey.MoveHearing => [TextSubject.Hearing],
            TextKey.CardNews => [],
            _ when key.IsCardNews => [TextSubject.Card],
            _ => [],
        };
    }
}
