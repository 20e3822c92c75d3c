using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Closures;
using SecureDocket.Places;

namespace SecureDocket.Simulation;

/// <summary>Administrators who find out that an office or a court will not open, say so after a look at the preview, and sometimes take it back.</summary>
internal sealed class SimulatedAdministrator(Simulation simulation, SimulatedRegistrar registrar)
{
    private static readonly Actor s_administrator = new("Program.Administrator", "simulation");
    private static readonly Actor s_other = new("Program.Administrator", "simulation-2");
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly int[] s_daysAhead = [0, 1, 1, 2, 3, 5];

    private readonly Random _random = simulation.Random;

    /// <summary>Every closure that was announced.</summary>
    public List<SimulatedClosure> Closures { get; } = [];

    /// <summary>Draws which doors stay closed: each office twice or three times, and every other court once.</summary>
    public void Foresee()
    {
        foreach (var office in simulation.Places.Offices)
        {
            for (var count = _random.Next(2, 4); count > 0; count--)
                Foresee(PlaceKind.Office, office.Id, office.TimeZone);
        }

        foreach (var zone in SimulatedPerson.Zones)
        {
            foreach (var court in SimulatedPlaces.CourtsIn(zone).DistinctBy(court => court.Id).Where(_ => _random.Next(2) == 0))
                Foresee(PlaceKind.Court, court.Id, zone);
        }
    }

    private void Foresee(PlaceKind kind, string placeId, string zone)
    {
        var at = simulation.Options.Start + Duration.FromMinutes(_random.Next(12 * 60, Math.Max((int)simulation.Options.Length.TotalMinutes, (12 * 60) + 1)));
        var day = at.InZone(DateTimeZoneProviders.Tzdb[zone]).Date.PlusDays(s_daysAhead[_random.Next(s_daysAhead.Length)]);
        var from = _random.Next(2) == 0 ? new LocalTime(_random.Next(8, 15), 0) : (LocalTime?)null;
        var form = new ClosureForm
        {
            Day = LocalDatePattern.Iso.Format(day),
            From = from is { } opened ? s_time.Format(opened) : null,
            To = from?.PlusHours(_random.Next(1, 6)) is { } closed ? s_time.Format(closed) : null,
            Reason = "weather",
            Then = kind == PlaceKind.Court ? null : _random.Next(5) < 3 ? ClosureForm.Rebook : ClosureForm.Choose,
        };
        var operation = OperationId.For(s_administrator, string.Create(CultureInfo.InvariantCulture, $"{placeId} {at}"));
        var closure = new SimulatedClosure(operation, kind, placeId, form);
        simulation.Later(at, process => AnnounceAsync(process, closure));
    }

    // What overlaps another one, or is over by now, is not announced. Where somebody was quicker than the preview, it is looked at again.
    private async Task<bool> AnnounceAsync(SimulatedProcess process, SimulatedClosure closure)
    {
        var seen = await process.PreviewClosure.ExecuteAsync(closure.Kind, closure.PlaceId, closure.Form, default);
        if (seen.IsRefused)
            return true;

        var form = closure.Form with { Dates = seen.Value!.Dates };
        var result = await process.AnnounceClosure.ExecuteAsync(closure.Kind, closure.PlaceId, form, s_administrator, closure.Operation, default);
        if (result.IsRefused)
            return result.Refusals[0].Code != "dates-changed";

        if (Closures.Contains(closure))
            return true;

        Closures.Add(closure);
        if (result.Value!.Approval is { } approval)
            simulation.Later(simulation.Now + Duration.FromMinutes(_random.Next(30)), process => ApproveAsync(process, approval.Id));
        if (_random.Next(4) == 0)
            simulation.Later(simulation.Now + Duration.FromMinutes(_random.Next(1, _random.Next(2) == 0 ? 20 : 600)), process => WithdrawAsync(process, closure));
        if (closure.Kind == PlaceKind.Court)
            registrar.Answer(closure);
        return true;
    }

    // What was withdrawn meanwhile is not approved.
    private static async Task<bool> ApproveAsync(SimulatedProcess process, string approvalId)
    {
        await process.Approve.ExecuteAsync(approvalId, s_other, default);
        return true;
    }

    private async Task<bool> WithdrawAsync(SimulatedProcess process, SimulatedClosure closure)
    {
        closure.WithdrawalBegunAt ??= simulation.Now;
        var result = await process.WithdrawClosure.ExecuteAsync(closure.Kind, closure.PlaceId, closure.Operation.Value, default);
        if (result.IsRefused)
            throw new InvalidOperationException(result.Refusals[0].Detail);
        closure.WithdrawnAt ??= simulation.Now;
        return true;
    }
}

/// <summary>A door that an administrator closed, and perhaps opened again.</summary>
internal sealed class SimulatedClosure(OperationId operation, PlaceKind kind, string placeId, ClosureForm form)
{
    public OperationId Operation { get; } = operation;

    public PlaceKind Kind { get; } = kind;

    public string PlaceId { get; } = placeId;

    public ClosureForm Form { get; } = form;

    /// <summary>The local day.</summary>
    public LocalDate Day => LocalDatePattern.Iso.Parse(Form.Day!).Value;

    /// <summary>When somebody began to take it back; null for nobody.</summary>
    public Instant? WithdrawalBegunAt { get; set; }

    /// <summary>When it was known to be taken back; null if it was not.</summary>
    public Instant? WithdrawnAt { get; set; }
}
