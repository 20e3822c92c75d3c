using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary>What officers make of missed check-ins, as requests and responses write it.</summary>
internal static class Judgements
{
    /// <summary>The word for those that nobody judged.</summary>
    public const string Unjudged = "unjudged";

    private static readonly IReadOnlyList<string> s_ofAnExcuse = ["reason", "evidence"];

    /// <summary>The words by which a list can be asked for.</summary>
    public static IReadOnlyList<string> Asked { get; } = [Unjudged, .. Names.AllKebab<MissFinding>()];

    /// <summary>Reads a judgement: a reason and what there is to show for it belong to an excuse, and to nothing else.</summary>
    public static MissJudgementForm Read(JsonForm json, List<Refusal> faults)
    {
        var finding = Names.FromKebab<MissFinding>(json.OneOf("finding", Names.AllKebab<MissFinding>(), faults));
        if (finding == MissFinding.Excused)
        {
            return new(MissFinding.Excused, json.OneOf("reason", MissReasons.All, faults), json.OneOf("evidence", MissEvidence.All, faults));
        }

        faults.AddRange(s_ofAnExcuse.Where(name => json.Text(name) is not null).Select(CheckInsRefusals.OnlyOfAnExcuse));
        return new(finding ?? MissFinding.Unexcused, null, null);
    }
}

/// <summary>What an officer made of a missed check-in.</summary>
/// <param name="Finding">excused, unexcused or our-fault.</param>
/// <param name="Reason">The person's reason; absent unless it is excused.</param>
/// <param name="Evidence">What there is to show for it: seen, awaited or not-needed; absent unless it is excused.</param>
/// <param name="By">The officer, as an opaque ID.</param>
/// <param name="At">When.</param>
public sealed record JudgementView(string Finding, string? Reason, string? Evidence, string By, DateTimeOffset At)
{
    internal static JudgementView? Of(MissJudgement? judgement) =>
        judgement is null ? null : new(Names.Kebab(judgement.Finding), judgement.Reason, judgement.Evidence, judgement.By, judgement.At.ToDateTimeOffset());
}
