namespace SecureDocket.CostSheet;

/// <summary>What a person brings about in a month, and at the busiest time. Estimates, each with where it comes from.</summary>
public sealed record Load
{
    /// <summary>Cards: each is renewed after a year, and one in ten is lost, replaced or renewed early.</summary>
    public double Cards { get; init; } = 1.1 / 12;

    /// <summary>Enrollments: a person stays two years.</summary>
    public double Enrollments { get; init; } = 1.0 / 24;

    /// <summary>Verifications: 6,000 officers, five an hour, eight hours a day, 22 days a month, for 7.6 million people.</summary>
    public double Verifications { get; init; } = 6000 * 5 * 8 * 22 / 7.6e6;

    /// <summary>Dates that are set or moved: two a year and half of them moved once.</summary>
    public double Dates { get; init; } = 3.0 / 12;

    /// <summary>Reminders: three for each of two dates a year, and a notice when one is set or moved.</summary>
    public double Reminders { get; init; } = ((2 * 3) + 3) / 12.0;

    /// <summary>Sign-ins to the portal: four a year.</summary>
    public double SignIns { get; init; } = 4.0 / 12;

    /// <summary>Searches for people: 6,000 officers, one an hour, eight hours a day, 22 days a month, for 7.6 million people.</summary>
    public double Searches { get; init; } = 6000 * 8 * 22 / 7.6e6;

    /// <summary>Segments of one text: one in three people writes in a script that needs two.</summary>
    public double Segments { get; init; } = 4.0 / 3;

    /// <summary>Gigabytes of rows a person has: some 60 rows of 1 KB, journal and disclosures of two years included.</summary>
    public double TableGigabytes { get; init; } = 60e-6;

    /// <summary>Gigabytes of blobs a person has: a photo of 100 KB, one PDF of 1 MB for every second person, and the journal's archive.</summary>
    public double BlobGigabytes { get; init; } = 620e-6;

    /// <summary>Gigabytes of telemetry that one call of a function leaves behind.</summary>
    public double LogGigabytes { get; init; } = 2e-6;

    /// <summary>How much busier the busiest second is than the month's mean.</summary>
    public double Peak { get; init; } = 60;

    /// <summary>
    /// Instances that start in a day however few people there are: two always ready and one for each of ten groups of timers and queues, each
    /// replaced twice a day, by the platform or after an idle time. One that runs for longer than a day counts again each day.
    /// </summary>
    public double InstanceStarts { get; init; } = 2 * (2 + 10);

    /// <summary>How often in a day each instance of the busiest second starts: for the morning, noon, the afternoon and the evening.</summary>
    public double BusyInstanceStarts { get; init; } = 4;

    /// <summary>Minutes in which a morning's reminders must be out.</summary>
    public double ReminderMinutes { get; init; } = 120;

    /// <summary>How much busier the busiest day of reminders is than the mean one.</summary>
    public double ReminderPeak { get; init; } = 2;
}
