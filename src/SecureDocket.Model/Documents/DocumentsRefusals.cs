using System.Globalization;

namespace SecureDocket.Documents;

/// <summary>The refusals about documents.</summary>
internal static class DocumentsRefusals
{
    public static Refusal Type { get; } = new(
        "invalid", "Must be one of notice-to-appear, hearing-notice, decision, evidence, identity, other.", "type");

    public static Refusal Date { get; } = new("invalid", "Must be the date on the document as YYYY-MM-DD, not in the future.", "date");

    public static Refusal Limit(int current, int all) => new("document-limit", string.Create(
        CultureInfo.InvariantCulture, $"A docket can hold at most {current} documents, or {all} including withdrawn ones."));
}
