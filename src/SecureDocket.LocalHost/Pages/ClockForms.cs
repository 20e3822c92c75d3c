using System.Globalization;
using SecureDocket.LocalHost.Development;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The controls of the clock on the development pages.</summary>
internal static class ClockForms
{
    /// <summary>What it means that data is kept or dropped.</summary>
    public const string Meaning = """
        <p><strong>With all data:</strong> whatever happened stays, also with dates that have not come yet. A text that was sent is not sent
        again, a check-in that was missed stays missed, and cards and papers of later days count from those days on. Texts and receipts
        that were still under way arrive at once. The status lists and the verifier pack are published anew, and this browser forgets
        what the scanner, the desk and the inbox keep in it; a scanner in another browser refuses the new pack at first, and offers to
        begin anew after ten minutes.</p>
        <p><strong>From nothing:</strong> as at the first start, with new keys, the roster enrolled again, and an empty outbox.</p>
        """;

    // Less than a walk's shortest step, more than anybody notices.
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    /// <summary>How far the host's clock is ahead of the machine's, in words; null when it is not.</summary>
    public static string? AheadOf(ClockWalk walk)
    {
        var ahead = walk.Now - DateTimeOffset.UtcNow;
        var hours = (int)Math.Round(ahead.TotalHours);
        return !walk.CanWalk || ahead < s_ahead ? null
            : hours == 0 ? string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalMinutes:0} min")
            : hours < 24 ? string.Create(CultureInfo.InvariantCulture, $"{hours} h")
            : string.Create(CultureInfo.InvariantCulture, $"{hours / 24} d {hours % 24} h");
    }

    /// <summary>The form that puts the clock back; empty where the host cannot.</summary>
    public static string Back(ClockWalk walk, HostLife life) => !walk.CanWalk || !life.CanStartAgain || walk.UnderWay is not null ? "" : $"""
        <form method="post" action="/dev/clock/now"><button name="data" value="keep">Back to now, with all data</button>
        {(life.CanDropData ? """<button name="data" value="drop">Start again from nothing</button>""" : "")}</form>
        """;
}
