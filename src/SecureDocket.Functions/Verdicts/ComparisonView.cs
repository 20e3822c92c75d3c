using SecureDocket.Disclosures;

namespace SecureDocket.Functions.Verdicts;

/// <summary>What an officer found when they compared person and photo.</summary>
/// <param name="Id">The verification.</param>
/// <param name="Comparison">same-person, not-same-person or cannot-tell.</param>
/// <param name="ComparedAt">When they first said so.</param>
public sealed record ComparisonView(string Id, string Comparison, DateTimeOffset ComparedAt)
{
    /// <summary>The finding; a fault of the form when it is none, or when it must be given and is not.</summary>
    internal static ComparisonAnswer? Read(JsonForm json, bool required, List<Refusal> refusals)
    {
        var text = json.Text("comparison");
        var answer = Names.FromKebab<ComparisonAnswer>(text);
        if (answer is null && (required || text is not null))
        {
            refusals.Add(new("invalid", $"Must be one of {string.Join(", ", Names.AllKebab<ComparisonAnswer>())}.", "comparison"));
        }

        return answer;
    }
}
