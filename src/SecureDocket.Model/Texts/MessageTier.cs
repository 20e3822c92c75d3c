namespace SecureDocket.Texts;

/// <summary>How much a text message may reveal; the cardholder chooses.</summary>
public enum MessageTier
{
    /// <summary>Nothing that tells a stranger what the text is about.</summary>
    Neutral,

    /// <summary>A code word that the cardholder chose.</summary>
    CodeWord,

    /// <summary>Plain words with details.</summary>
    Detailed,
}
