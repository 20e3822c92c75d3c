namespace SecureDocket.Texts;

/// <summary>How much a text message may say (the cardholder chooses).</summary>
public enum MessageTier
{
    /// <summary>Nothing that tells a stranger what it is about.</summary>
    Neutral,

    /// <summary>A word that the cardholder chose.</summary>
    CodeWord,

    /// <summary>Plain words.</summary>
    Detailed,
}
