using System.Text;

namespace SecureDocket.Pdf;

/// <summary>Finds whether a file does more than show pages.</summary>
internal sealed class PdfActions(PdfObjects objects, PdfBudget budget)
{
    private readonly Dictionary<PdfDictionary, bool> _jumps = new(ReferenceEqualityComparer.Instance);

    /// <summary>All that the file contains besides showing pages and jumping between them.</summary>
    public PdfActivity Found => budget.Triggers.Aggregate(budget.Found, (found, trigger) => found | Of(trigger.Key, objects.Follow(trigger.Value)));

    private PdfActivity Of(string key, PdfValue value) => key switch
    {
        _ when value == PdfValue.Null => PdfActivity.None,
        "URI" => IsLink(value) ? PdfActivity.None : PdfActivity.Link,
        "AA" => value is PdfDictionary actions && AreJumps(actions) ? PdfActivity.None : PdfActivity.Trigger,
        "OpenAction" => value is PdfArray || IsJump(value) ? PdfActivity.None : PdfActivity.Trigger,

        // Pages of another file are referenced by a dictionary, parts of this file's own structure by an array (sections 8.10.4 and 14.7.2).
        "Ref" => value is PdfArray ? PdfActivity.None : PdfActivity.OtherFile,

        // Some readers take a string for a name.
        _ => value is PdfString kind ? PdfBudget.Of(Encoding.Latin1.GetString(PdfText.Decode(kind))) : PdfActivity.None,
    };

    private static bool IsLink(PdfValue value) => value switch
    {
        // In a link this is its address, which says where it leads; in the catalog it is a dictionary that could redirect links (section 12.6.4.8).
        PdfDictionary addresses => !addresses.Members.ContainsKey("Base"),
        PdfString address => PdfText.IsHarmless(PdfText.Decode(address)),
        _ => false,
    };

    /// <summary>Checks each dictionary of actions once, however many references it has.</summary>
    private bool AreJumps(PdfDictionary actions)
    {
        if (!_jumps.TryGetValue(actions, out var areJumps))
        {
            areJumps = actions.Members.Values.All(action =>
            {
                budget.TakeValue();
                return IsJump(objects.Follow(action));
            });
            _jumps.Add(actions, areJumps);
        }

        return areJumps;
    }

    /// <summary>Whether an action only goes to another page of this file and nothing follows it (section 12.6.4.2).</summary>
    private bool IsJump(PdfValue action) =>
        action is PdfDictionary jump && objects.Follow(jump["S"]) is PdfName { Value: "GoTo" } && !jump.Members.ContainsKey("Next");
}
