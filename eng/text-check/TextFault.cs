namespace SecureDocket.TextCheck;

/// <summary>A text, or a list of words, that breaks a rule.</summary>
/// <param name="Language">The file's language.</param>
/// <param name="Where">The text's key and wording (<c>DateReminder.neutral</c>), or the member of the file.</param>
/// <param name="Rule">Which rule; see <see cref="TextRules"/>.</param>
/// <param name="Detail">What is wrong.</param>
internal sealed record TextFault(string Language, string Where, string Rule, string Detail);
