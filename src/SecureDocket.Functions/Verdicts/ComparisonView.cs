using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Verdicts;

/// <summary>The result of an officer's comparison of person and photo.</summary>
/// <param name="Id">The ID of the verification.</param>
/// <param name="Comparison">The result: same-person, not-same-person or cannot-tell.</param>
/// <param name="ComparedAt">When it was first recorded.</param>
public sealed record ComparisonView(string Id, string Comparison, DateTimeOffset ComparedAt)
{
    /// <summary>Reads the result; adds an error when it is invalid, or required and missing.</summary>
    internal static ComparisonAnswer? Read(JsonForm json, bool required, List<Refusal> refusals)
    {
        var text = json.Text("comparison");
        var answer = Names.FromKebab<ComparisonAnswer>(text);
        if (answer is null && (required || text is not null))
        {
            refusals.Add(HttpRefusals.OneOf("comparison", Names.AllKebab<ComparisonAnswer>()));
        }

        return answer;
    }
}
