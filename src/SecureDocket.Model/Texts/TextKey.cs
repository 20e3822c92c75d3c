namespace SecureDocket.Texts;

/// <summary>The texts that the system sends. A key is never renamed.</summary>
public enum TextKey
{
    /// <summary>A hearing or check-in was set. Takes the start.</summary>
    DateSet,

    /// <summary>The date was moved. Takes the new start.</summary>
    DateMoved,

    /// <summary>The date is coming up. Takes the start.</summary>
    DateReminder,

    /// <summary>The date was cancelled. The text only says that other dates stand, since one may be on the same day. Takes the cancelled start.</summary>
    DateCancelled,

    /// <summary>A check-in was missed; the text says what to do. Takes the missed start and a contact.</summary>
    CheckInMissed,

    /// <summary>News about the card. Takes a contact, as do all card news below.</summary>
    CardNews,

    /// <summary>The card was suspended.</summary>
    CardSuspended,

    /// <summary>The card was reported lost.</summary>
    CardReportedLost,

    /// <summary>The card was reinstated.</summary>
    CardReinstated,

    /// <summary>The card was revoked.</summary>
    CardRevoked,

    /// <summary>A new card replaced this one.</summary>
    CardReplaced,

    /// <summary>A new card replaced this one because it was about to expire.</summary>
    CardRenewed,

    /// <summary>The card expired.</summary>
    CardExpired,

    /// <summary>The photo on record differs from the one that the card was signed with.</summary>
    PhotoChanged,

    /// <summary>The person confirmed the date. Takes the start.</summary>
    Confirmed,

    /// <summary>The times to choose from, each with its digit, and the digit for none of them. Takes the start to be replaced and one to three openings.</summary>
    Openings,

    /// <summary>There are no other times, or none that suits the person; the date stands. Takes a contact.</summary>
    NoOpenings,

    /// <summary>The chosen time is booked. Takes the start.</summary>
    Booked,

    /// <summary>The chosen time was taken in the meantime; the text offers others. Takes the same values as <see cref="Openings"/>.</summary>
    OpeningTaken,

    /// <summary>How to ask for another hearing date. Takes a contact.</summary>
    MoveHearing,

    /// <summary>Where to find help. Takes a contact.</summary>
    Help,

    /// <summary>Texts were stopped; the text says how to resume them. Takes a contact, since the stop may have been inferred.</summary>
    Stopped,

    /// <summary>Texts were resumed.</summary>
    Started,

    /// <summary>The phone does not belong to the cardholder; no more texts will be sent. Takes a contact, for a reader who meant something else.</summary>
    WrongNumber,

    /// <summary>What the person texted was not understood. Takes a contact, and offers no digit of its own, which may mean something else at that moment.</summary>
    Unclear,

    /// <summary>The code that completes a sign-in to the portal. Takes the code.</summary>
    SignInCode,

    /// <summary>Tells the previous number that texts now go to another number. Takes a contact.</summary>
    NumberChanged,

    /// <summary>There is more news about dates than may be texted in a day. Takes a contact.</summary>
    DateNews,

    /// <summary>An officer set the portal PIN or gave codes. Takes a contact.</summary>
    WayInGiven,

    /// <summary>The first text to a new number: what is texted, and how to stop it. Takes a contact.</summary>
    Welcome,

    /// <summary>Asks a person who only said no whether they need another date. Takes the start.</summary>
    MoveQuestion,

    /// <summary>Texts were stopped by a word that may have meant the appointment: it stands. Takes a contact.</summary>
    StoppedByCancel,

    /// <summary>Texts to this phone are off; the text says how to switch them on. Takes a contact.</summary>
    TextsAreOff,

    /// <summary>Somebody said that the phone is not the cardholder's, so only an office can resume texts. Takes a contact.</summary>
    NumberUnconfirmed,

    /// <summary>How to report a lost card. Takes a contact.</summary>
    LossHelp,

    /// <summary>Where a person in need finds people at once. Takes a contact.</summary>
    UrgentHelp,

    /// <summary>The date stands at another place or in another room. Takes the start and a contact.</summary>
    PlaceChanged,

    /// <summary>The date was moved, and to another place or room. Takes the new start and a contact.</summary>
    DateAndPlaceMoved,

    /// <summary>The office is closed on the day of a check-in, which was moved. Takes the start that does not stand and the new one.</summary>
    ClosedRebooked,

    /// <summary>The office is closed on the day of a check-in; the person chooses another one. Takes the start that does not stand, and a contact.</summary>
    ClosedChoose,

    /// <summary>The court is closed on the day of a hearing; the court alone gives another date. Takes the start that does not stand, and a contact.</summary>
    HearingNotHeld,

    /// <summary>A person will read the text in office hours: the office is open, or not known. Takes a contact.</summary>
    WillBeRead,

    /// <summary>A person will read the text when the office opens next. Takes that time and a contact.</summary>
    WillBeReadFrom,

    /// <summary>A person will read the text in office hours, and our last question still takes a digit. Takes a contact.</summary>
    WillBeReadAsks,

    /// <summary>Where to find help, and that a person will read the text in office hours. Takes a contact.</summary>
    HelpWillBeRead,

    /// <summary>An officer's answer: the text was read, and no date has changed. Takes a contact.</summary>
    AnswerRead,

    /// <summary>An officer's answer: the person is asked to call. Takes a contact.</summary>
    AnswerCall,
}

/// <summary>The subject of a text, which selects the wording of the detailed tier.</summary>
public enum TextSubject
{
    /// <summary>No particular subject.</summary>
    None,

    /// <summary>A court hearing.</summary>
    Hearing,

    /// <summary>A check-in.</summary>
    CheckIn,

    /// <summary>A card.</summary>
    Card,
}

/// <summary>The rules of a key, which hold in every language.</summary>
internal static class TextKeyRules
{
    extension(TextKey key)
    {
        /// <summary>The placeholders, each of which every wording contains exactly once. See <see cref="PlaceholdersOf"/> for detailed ones.</summary>
        public IReadOnlyList<string> Placeholders => key switch
        {
            TextKey.PlaceChanged or TextKey.DateAndPlaceMoved or TextKey.ClosedChoose or TextKey.HearingNotHeld => ["sender", "date", "time", "contact"],
            TextKey.ClosedRebooked => ["sender", "closed", "date", "time"],
            TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder or TextKey.DateCancelled or TextKey.Confirmed or TextKey.Booked or TextKey.MoveQuestion => ["sender", "date", "time"],
            TextKey.CheckInMissed or TextKey.WillBeReadFrom => ["sender", "date", "time", "contact"],
            TextKey.NoOpenings or TextKey.MoveHearing or TextKey.Help or TextKey.Stopped or TextKey.WrongNumber or TextKey.Unclear => ["sender", "contact"],
            TextKey.Openings or TextKey.OpeningTaken => ["sender", "date", "time", "openings"],
            TextKey.Started => ["sender"],
            TextKey.SignInCode => ["sender", "code"],
            TextKey.NumberChanged or TextKey.DateNews or TextKey.WayInGiven => ["sender", "contact"],
            TextKey.Welcome or TextKey.StoppedByCancel or TextKey.TextsAreOff or TextKey.NumberUnconfirmed or TextKey.LossHelp or TextKey.UrgentHelp => ["sender", "contact"],
            TextKey.WillBeRead or TextKey.WillBeReadAsks or TextKey.HelpWillBeRead or TextKey.AnswerRead or TextKey.AnswerCall => ["sender", "contact"],
            _ when key.IsCardNews => ["sender", "contact"],
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "Unknown text key."),
        };

        /// <summary>Whether it asks for a reply about a date.</summary>
        public bool IsReminder => key is TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder || key.IsNewsOfPlace;

        /// <summary>Whether it asks for a reply about a date that is at another place, or moved because a door is closed.</summary>
        public bool IsNewsOfPlace => key is TextKey.PlaceChanged or TextKey.DateAndPlaceMoved or TextKey.ClosedRebooked;

        /// <summary>Whether its detailed wordings name the place.</summary>
        public bool NamesPlace => key.IsReminder;

        /// <summary>Whether there is no detailed text without a place; the neutral one says where to read it.</summary>
        public bool IsOfPlace => key is TextKey.PlaceChanged or TextKey.DateAndPlaceMoved;

        /// <summary>The placeholders of a wording, each exactly once.</summary>
        public IReadOnlyList<string> PlaceholdersOf(bool isDetailed) => (isDetailed, key) switch
        {
            (true, { IsOfPlace: true }) => ["sender", "date", "time", "place"],
            (true, { NamesPlace: true }) => [.. key.Placeholders, "place"],
            _ => key.Placeholders,
        };

        /// <summary>Whether it is about a card; without details all of these read as <see cref="TextKey.CardNews"/>.</summary>
        public bool IsCardNews => key is >= TextKey.CardNews and <= TextKey.PhotoChanged;

        /// <summary>The subjects that have their own wording in the detailed tier.</summary>
        public IReadOnlyList<TextSubject> Subjects => key switch
        {
            TextKey.DateSet or TextKey.DateMoved or TextKey.DateReminder or TextKey.DateCancelled => [TextSubject.Hearing, TextSubject.CheckIn],
            TextKey.PlaceChanged or TextKey.DateAndPlaceMoved => [TextSubject.Hearing, TextSubject.CheckIn],
            TextKey.CheckInMissed or TextKey.ClosedRebooked or TextKey.ClosedChoose => [TextSubject.CheckIn],
            TextKey.HearingNotHeld => [TextSubject.Hearing],
            TextKey.MoveHearing => [TextSubject.Hearing],
            TextKey.CardNews => [],
            _ when key.IsCardNews => [TextSubject.Card],
            _ => [],
        };
    }
}
