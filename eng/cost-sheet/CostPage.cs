using System.Globalization;
using System.Text;

namespace SecureDocket.CostSheet;

/// <summary>The page <c>docs/operations/costs.md</c>.</summary>
public static class CostPage
{
    private static readonly double[] s_populations = [10_000, 300_000, 7_600_000];

    /// <summary>The page, in Markdown.</summary>
    public static string Write(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        void Row(string name, Func<double, string> value) => Line($"| {name} | {string.Join(" | ", s_populations.Select(value))} |");

        Line("# What it costs");
        Line();
        Line("In US dollars, from the operations that each use case may cost, which tests hold to the running system, times list prices, times");
        Line("what people are expected to do. The formulas are `eng/cost-sheet`; `dotnet run --project eng/cost-sheet` prints this page, and a test");
        Line("holds the page to it. Prices (`Prices.cs`) and habits (`Load.cs`) are estimates: put your own there. Not in it: support plans, defence");
        Line("of the network, the people who run it, and taxes.");
        Line();
        Line("| people | 10,000 | 300,000 | 7,600,000 |");
        Line("|---|---:|---:|---:|");
        Row("1,000 verifications", people => Dollars(1000 * PerCall(sheet, UseCase.Verification, people)));
        Row("1,000 in a busy hour, 100 a second on an instance", _ => Dollars(1000 * sheet.PerCall(UseCase.Verification, 100)));
        Row("a card, enrollment included", people => Dollars(PerCall(sheet, UseCase.Card, people) + PerCall(sheet, UseCase.Enrollment, people)));
        Row("a reminder, receipt included", people => Dollars(PerCall(sheet, UseCase.Reminder, people)));
        Row("a sign-in", people => Dollars(PerCall(sheet, UseCase.SignIn, people)));
        Row("**a person and month**", people => $"**{Dollars(sheet.PerPerson(people))}**");
        Row("**all of it, a month**", people => $"**{Dollars(sheet.Month(people).Sum(item => item.Dollars))}**");
        Line();
        Line("## What a month is paid for");
        Line();
        Line("| | 10,000 | 300,000 | 7,600,000 |");
        Line("|---|---:|---:|---:|");
        for (var i = 0; i < sheet.Month(1).Count; i++)
        {
            Row(sheet.Month(1)[i].What, people => Dollars(sheet.Month(people)[i].Dollars));
        }

        Line();
        Line("The texts are nearly all of it: at 7.6 million people everything else together is a few per cent. What saves money is a text that need");
        Line("not be sent, or one in one segment instead of two; not a faster function. Calls that come alone each pay for a second of an instance,");
        Line("so the smallest deployment pays most for a verification.");
        Line();
        Line("An instance unwraps each of 256 shard keys at most once a day, when it first needs one:");
        Line();
        Line("| | 10,000 | 300,000 | 7,600,000 |");
        Line("|---|---:|---:|---:|");
        Row("instances that start in a day, by `Load.cs`", people => Count(sheet.InstanceStarts(people)));
        Row("operations with the key `docket-shards` in a month", people => Count(sheet.VaultOperationsInMonth(people)));
        Line();
        Line("## Where a limit is met, and what then");
        Line();
        Line("| limit | met at | in the busiest second or minute of 7.6 million | next step |");
        Line("|---|---:|---:|---|");
        Line($"| one storage account: 20,000 operations a second | {People(sheet.PeopleOfOneAccount)} people | {Count(sheet.PeakOperations(7.6e6))} operations a second | a second account for `lookups`, `due` and `seats`, which nothing joins with `dockets`; then dockets by the first letter of their key |");
        Line($"| one partition: 2,000 rows a second | never by one docket | the sender's rate, a row a minute and number | more sender numbers, which have a row each |");
        Line($"| one vault with keys in an HSM: 200 signatures a second | {People(sheet.PeopleOfOneVault)} people | {Count(sheet.PeakPerSecond(UseCase.Card, 7.6e6))} signatures a second | a vault a site: keys are per site already |");
        Line($"| one RSA key of 3072 bits in an HSM: {Count(Sheet.VaultUnwraps)} unwraps a second, of a budget that signatures share | {Count(Sheet.StartsPerMinute)} instances that start in one minute | {Count(sheet.PeakInstances(7.6e6))} instances | a vault for this key alone; then a key of 2048 bits, four times as fast |");
        Line($"| signing every card anew | | {Sheet.HoursToSignAnew(7.6e6):0.0} hours | keys by site and period, so that never all are signed anew |");
        Line($"| one toll-free number: 200 texts a minute | {People(sheet.PeopleOfOneTollFreeNumber)} people | {Count(sheet.RemindersPerMinute(7.6e6))} reminders and {Count(sheet.TextsPerMinute(7.6e6) - sheet.RemindersPerMinute(7.6e6))} codes a minute | a short code: apply eight to twelve weeks before |");
        Line($"| one short code: 6,000 texts a minute | {People(sheet.PeopleOfOneShortCode)} people | | reminders over a longer morning, then a second short code: people are spread over the numbers |");
        Line($"| 250 cores in a region and subscription | {Count(250 * UseCase.SignIn.PerBusySecond)} sign-ins or {Count(250 * UseCase.Verification.PerBusySecond)} verifications a second | {Count(sheet.PeakPerSecond(UseCase.SignIn, 7.6e6))} and {Count(sheet.PeakPerSecond(UseCase.Verification, 7.6e6))} a second | Azure raises the quota on request, to 1,000 instances an app; then a second app on the same storage |");
        Line();
        Line("A limit is met long before it is reached: the alert [storage-faults](alerts/storage-faults.md) and the rates in the workbook say when.");
        return page.ToString();
    }

    private static double PerCall(Sheet sheet, UseCase useCase, double people) => sheet.Month(people).First(item => item.What == useCase.Name).Dollars
        / sheet.CallsInMonth(useCase, people);

    private static string Dollars(double dollars) => dollars switch
    {
        >= 100 => dollars.ToString("$#,0", CultureInfo.InvariantCulture),
        >= 1 => dollars.ToString("$0.00", CultureInfo.InvariantCulture),
        _ => dollars.ToString("$0.0000", CultureInfo.InvariantCulture),
    };

    private static string Count(double number) => number.ToString(number < 100 ? "0" : "#,0", CultureInfo.InvariantCulture);

    private static string People(double people) => (people >= 1e6 ? Math.Round(people / 1e5) * 1e5 : Math.Round(people / 1e4) * 1e4).ToString("#,0", CultureInfo.InvariantCulture);
}
