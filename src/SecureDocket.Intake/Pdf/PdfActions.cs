namespace SecureDocket.Pdf;

/// <summary>Finds whether a file does more than show pages.</summary>
internal sealed class PdfActions(PdfObjects objects, PdfBudget budget)
{
    private readonly Dictionary<PdfDictionary, bool> _jumps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether anything in the file does more than show pages and jump between them.</summary>
    public bool AreActive => budget.IsActive || budget.Triggers.Exists(trigger => !IsHarmless(trigger.Key, trigger.Value));

    private bool IsHarmless(string key, PdfValue value) => objects.Follow(value) switch
    {
        // Pages of another file are referenced by a dictionary, parts of this file's own structure by an array (sections 8.10.4 and 14.7.2).
        PdfArray => key is "OpenAction" or "Ref",

        // In a link this is its address, which says where it leads; in the catalog it is a dictionary that could redirect links (section 12.6.4.8).
        PdfDictionary addresses when key == "URI" => !addresses.Members.ContainsKey("Base"),
        var address when key == "URI" && address == PdfValue.Link => true,
        PdfDictionary actions when key == "AA" => AreJumps(actions),
        var action => action == PdfValue.Null || (key == "OpenAction" && IsJump(action)),
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
