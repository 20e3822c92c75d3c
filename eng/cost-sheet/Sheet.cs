namespace SecureDocket.CostSheet;

/// <summary>The formulas: from operations, prices and load to dollars, and to the population at which a limit of Azure is met.</summary>
public sealed class Sheet(Prices prices, Load load)
{
    /// <summary>Seconds of an average month.</summary>
    public const double MonthSeconds = 365.25 / 12 * 24 * 3600;

    /// <summary>Operations that one storage account takes in a second.</summary>
    public const double AccountOperations = 20_000;

    /// <summary>Signatures that one vault gives in a second, with keys in an HSM.</summary>
    public const double VaultSignatures = 200;

    /// <summary>Unwraps that one vault gives in a second, with an RSA key of 3072 bits in an HSM, when it does nothing else.</summary>
    public const double VaultUnwraps = 50;

    /// <summary>Shard keys that an instance unwraps once, after its start.</summary>
    public const double ShardKeys = 256;

    /// <summary>Texts that one toll-free number sends in a minute.</summary>
    public const double TollFreeTexts = 200;

    /// <summary>Texts that one short code sends in a minute.</summary>
    public const double ShortCodeTexts = 6_000;

    private const double InstanceGigabytes = 2;

    /// <summary>Timers: runs in a month of all that run by the clock, one second of one instance each at least.</summary>
    public const double TimerRuns = (4 + 1 + 1 + 1) * 60 * 24 * 30.4375 + 20_000;

    /// <summary>Operations on tables that the timers cost in a month: an idle tick of the sender costs 30, one of the lists 4, and those of approvals and closures 2 each.</summary>
    public const double TimerOperations = ((30 + 2 + 2 + (4 * 4)) * 60 * 24 * 30.4375) + (20_000 * 5);

    /// <summary>Dollars for one call of a use case, when <paramref name="perSecond"/> come in a second.</summary>
    /// <remarks>
    /// An instance is paid while it works, a second at least. Calls that come alone pay a whole second; busy ones share it, until
    /// the instance can do no more.
    /// </remarks>
    public double PerCall(UseCase useCase, double perSecond)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var shared = Math.Clamp(perSecond, 1, useCase.PerBusySecond);
        return (useCase.Tables * prices.TableOperations10K / 10_000)
            + (useCase.BlobWrites * prices.BlobWrites10K / 10_000)
            + (useCase.Signatures * prices.KeyOperations10K / 10_000)
            + (useCase.Texts * load.Segments * prices.TextSegment)
            + (useCase.Texts * 2 * prices.Events1M / 1e6)
            + (InstanceGigabytes / shared * prices.GigabyteSecond)
            + (prices.Executions1M / 1e6)
            + (load.LogGigabytes * prices.LogGigabyte);
    }

    /// <summary>What is paid for a month at <paramref name="people"/> people, by what it is paid for.</summary>
    public IReadOnlyList<(string What, double Dollars)> Month(double people) =>
    [
        .. Calls().Select(call => (call.UseCase.Name, people * call.PerMonth * PerCall(call.UseCase, people * call.PerMonth / MonthSeconds))),
        ("what is kept", people * ((load.TableGigabytes * prices.TableGigabyteMonth) + (load.BlobGigabytes * prices.BlobGigabyteMonth))),
        ("keys: one for cards, one for lists, four sites', one for dockets", 7 * prices.KeyMonth),
        ("unwrapping the keys of dockets", VaultOperationsInMonth(people) * prices.KeyOperations10K / 10_000),
        ("timers", (TimerRuns * ((InstanceGigabytes * prices.GigabyteSecond) + (prices.Executions1M / 1e6))) + (TimerOperations * prices.TableOperations10K / 10_000)),
        ("two instances always ready", 2 * InstanceGigabytes * MonthSeconds * prices.AlwaysReadyGigabyteSecond),
        ("watching: two probes from five places, 31 rules", (2 * 5 * MonthSeconds / 300 * prices.ProbeCall) + (31 * prices.AlertRuleMonth)),
        ("private endpoints, where a stage has them", 8 * prices.PrivateEndpointMonth),
        ("sender numbers", NeedsShortCode(people) ? ShortCodes(people) * prices.ShortCodeMonth : prices.TollFreeNumberMonth),
    ];

    /// <summary>Dollars for a person and month.</summary>
    public double PerPerson(double people) => Month(people).Sum(item => item.Dollars) / people;

    /// <summary>Calls of a use case in the busiest second.</summary>
    public double PeakPerSecond(UseCase useCase, double people) => useCase == UseCase.Reminder
        ? RemindersPerMinute(people) / 60
        : CallsInMonth(useCase, people) / MonthSeconds * load.Peak;

    /// <summary>Instances that the busiest second needs, when everything is busiest at once.</summary>
    public double PeakInstances(double people) => Calls().Sum(call => PeakPerSecond(call.UseCase, people) / call.UseCase.PerBusySecond);

    /// <summary>Instances that start in a day.</summary>
    public double InstanceStarts(double people) => load.InstanceStarts + (load.BusyInstanceStarts * PeakInstances(people));

    /// <summary>What instances ask of the key that wraps the shard keys in a month: each reads it once, and unwraps every shard key.</summary>
    public double VaultOperationsInMonth(double people) => InstanceStarts(people) * 30.4375 * (1 + ShardKeys);

    /// <summary>Instances that can start in one minute before the vault refuses to unwrap more.</summary>
    public static double StartsPerMinute => VaultUnwraps * 60 / (1 + ShardKeys);

    /// <summary>Operations on tables in the busiest second, when everything is busiest at once.</summary>
    public double PeakOperations(double people) => Calls().Sum(call => PeakPerSecond(call.UseCase, people) * call.UseCase.Tables);

    /// <summary>Texts in the busiest minute: reminders, and the codes of those who sign in upon them. Both share the sender numbers' rate.</summary>
    public double TextsPerMinute(double people) => RemindersPerMinute(people) + (PeakPerSecond(UseCase.SignIn, people) * 60);

    /// <summary>Reminders a minute on the busiest morning.</summary>
    public double RemindersPerMinute(double people) => people * load.Reminders / 30.4375 * load.ReminderPeak / load.ReminderMinutes;

    /// <summary>The population at which the storage account is full in the busiest second.</summary>
    public double PeopleOfOneAccount => AccountOperations / PeakOperations(1);

    /// <summary>The population at which the vault is full in the busiest second.</summary>
    public double PeopleOfOneVault => VaultSignatures / PeakPerSecond(UseCase.Card, 1);

    /// <summary>The population at which one toll-free number no longer sends the busiest minute's texts.</summary>
    public double PeopleOfOneTollFreeNumber => TollFreeTexts / TextsPerMinute(1);

    /// <summary>The same for a short code.</summary>
    public double PeopleOfOneShortCode => ShortCodeTexts / TextsPerMinute(1);

    /// <summary>Hours to sign every card anew, as after the loss of the one key of all.</summary>
    public static double HoursToSignAnew(double people) => people / VaultSignatures / 3600;

    /// <summary>Calls of a use case in a month.</summary>
    public double CallsInMonth(UseCase useCase, double people) => people * Calls().Single(call => call.UseCase == useCase).PerMonth;

    private bool NeedsShortCode(double people) => people > PeopleOfOneTollFreeNumber;

    private double ShortCodes(double people) => Math.Ceiling(people / PeopleOfOneShortCode);

    private (UseCase UseCase, double PerMonth)[] Calls() =>
    [
        (UseCase.Verification, load.Verifications),
        (UseCase.Card, load.Cards),
        (UseCase.Enrollment, load.Enrollments),
        (UseCase.Date, load.Dates),
        (UseCase.Reminder, load.Reminders),
        (UseCase.SignIn, load.SignIns),
        (UseCase.Search, load.Searches),
    ];
}
