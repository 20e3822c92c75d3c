using SecureDocket.Disclosures;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Verdicts;

/// <summary>What an officer found when they compared person and photo.</summary>
/// <param name="Id">The verification.</param>
/// <param name="Comparison">same-person, not-same-person or cannot-tell.</param>
/// <param name="ComparedAt">When they first said so.</param>
public sealed record ComparisonView(string Id, string Comparison, DateTimeOffset ComparedAt)
{
    /// <summary>The findings, in the order of their values.</summary>
    private static readonly string[] s_answers = ["same-person", "not-same-person", "cannot-tell"];

    internal static string NameOf(ComparisonAnswer answer) => s_answers[(int)answer];

    /// <summary>The finding; a fault of the form when it is none of them, or when it must be given and is not.</summary>
    internal static ComparisonAnswer? Read(JsonForm json, bool required, List<Refusal> refusals)
    {
        var text = json.Text("comparison");
        var answer = Array.IndexOf(s_answers, text);
        if (answer < 0 && (required || text is not null))
        {
            refusals.Add(new("invalid", $"One of {string.Join(", ", s_answers)}.", "comparison"));
        }

        return answer < 0 ? null : (ComparisonAnswer)answer;
    }
}
