using System.Collections.Concurrent;

namespace SecureDocket.Credentials;

/// <summary>The list of reasons for one code. Each list is created once, so that refusing a text allocates nothing.</summary>
internal static class ReasonList
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> s_lists = new(StringComparer.Ordinal);

    /// <summary>The code alone, or after the general code that it specifies; empty for null.</summary>
    public static IReadOnlyList<string> Of(string? code) => code is null ? [] : s_lists.GetOrAdd(code, Make);

    private static IReadOnlyList<string> Make(string code) => code switch
    {
        Reasons.TooLarge or Reasons.BadBase45 or Reasons.BadCompression or Reasons.TooDeep or Reasons.IndefiniteLength
            or Reasons.DuplicateKey or Reasons.NotCanonical or Reasons.TrailingBytes or Reasons.WrongTag or Reasons.BadMessage
            or Reasons.UnprotectedHeader or Reasons.BadSignatureLength or Reasons.UnsupportedAlgorithm or Reasons.WrongType
            or Reasons.BadHeader or Reasons.BadClaims => [Reasons.Malformed, code],
        Reasons.SignatureOutOfRange => [Reasons.BadSignature, code],
        _ => [code],
    };
}
