using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Functions.CheckIns;

/// <summary>Reads, runs and answers a command on a cardholder's check-ins, under its Idempotency-Key.</summary>
public sealed class CheckInRequests(IdempotentRequests idempotent)
{
    /// <summary>Runs the command that a request asks for.</summary>
    /// <typeparam name="TForm">What the body says.</typeparam>
    /// <typeparam name="TView">What is answered.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cardholderId">Whose check-ins, from the address.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="status">The status of a success.</param>
    /// <param name="type">How the answer is written.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> AnswerAsync<TForm, TView>(
        HttpRequest request,
        string cardholderId,
        Func<JsonForm, List<Refusal>, TForm> read,
        int status,
        JsonTypeInfo<TView> type,
        Func<CardholderId, TForm, Actor, OperationId, Task<Result<TView>>> command,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = IdempotentRequests.OperationOf(request);
        var form = body.IsRefused ? default : Read(body.Value, read);
        if (operation.IsRefused || body.IsRefused || form.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. form.Refusals, .. operation.Refusals]);
        }

        return await idempotent.RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await command(id, form.Value!, request.Actor(), operation.Value);
            return result.IsRefused
                ? result.Refusals.ToList()
                : new GivenAnswer(status, null, null, JsonSerializer.Serialize(result.Value!, type));
        }, cancellationToken);
    }

    /// <summary>The start of a slot; a fault of the form when it is none.</summary>
    internal static LocalDateTime Start(JsonForm json, List<Refusal> refusals)
    {
        // The parser takes more than one spelling of a moment, 24:00 for one.
        var text = json.Text("start") ?? "";
        if (!LocalMinute.Pattern.Parse(text).TryGetValue(default, out var start) || LocalMinute.Format(start) != text || start.Year is < 2000 or >= 9999)
        {
            refusals.Add(new("invalid", "What the office's clock shows, as YYYY-MM-DDThh:mm.", "start"));
        }

        return start;
    }

    /// <summary>The office; a fault of the form when it must be given and is not.</summary>
    internal static string? OfficeId(JsonForm json, bool required, List<Refusal> refusals)
    {
        var officeId = json.Text("officeId");
        if (officeId is null ? required : officeId.Length is < 2 or > 8 || !officeId.All(char.IsAsciiLetterOrDigit))
        {
            refusals.Add(new("invalid", "An office's id, two to eight letters or digits.", "officeId"));
        }

        return officeId;
    }

    private static Result<TForm> Read<TForm>(ReadOnlyMemory<byte> utf8, Func<JsonForm, List<Refusal>, TForm> read)
    {
        using var json = new JsonForm(utf8);
        List<Refusal> refusals = [];
        var form = read(json, refusals);
        var faults = json.Faults(refusals);
        return faults.Count > 0 ? faults : form;
    }
}
