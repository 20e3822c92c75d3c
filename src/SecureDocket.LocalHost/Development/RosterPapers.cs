using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace SecureDocket.LocalHost.Development;

/// <summary>Adds papers to the first people of the roster through the API, so that their papers in the portal show something.</summary>
internal static class RosterPapers
{
    /// <summary>How many people have papers.</summary>
    public const int People = 2;

    /// <summary>Adds two papers to a person: the notice that opened the case, and that of the hearing.</summary>
    /// <param name="officer">A client in the role of an enrollment officer.</param>
    /// <param name="id">The person's docket.</param>
    /// <param name="name">The person's name in Latin letters.</param>
    /// <param name="aNumber">The person's A-number.</param>
    /// <param name="hearing">The person's hearing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task AddAsync(HttpClient officer, string id, string name, string aNumber, SampleHearing hearing, CancellationToken cancellationToken)
    {
        string[] person = [$"Name: {name}", $"A-number: {aNumber}"];
        await AddAsync(
            officer, id, new("notice-to-appear", "Notice to Appear", hearing.Today.AddDays(-60)),
            SamplePdf.Of("Notice to Appear", [.. person, "", "You are in removal proceedings. A judge will decide your case.", "Go to every hearing, and keep this paper."]), cancellationToken);
        var start = hearing.Start.ToString("dddd, MMMM d, yyyy 'at' h:mm tt", CultureInfo.InvariantCulture);
        await AddAsync(
            officer, id, new("hearing-notice", $"Notice of Hearing, {hearing.Court}", hearing.Today),
            SamplePdf.Of("Notice of Hearing", [.. person, "", $"Master calendar hearing: {start}", $"Immigration Court {hearing.Court}", "", "If the date changes, a new notice follows."]), cancellationToken);
    }

    private static async Task AddAsync(HttpClient officer, string id, Paper paper, byte[] pdf, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(paper.Type), "type" },
            { new StringContent(paper.Title), "title" },
            { new StringContent(paper.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "date" },
            { new StringContent("en"), "language" },
            { new ByteArrayContent(pdf) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "content", "paper.pdf" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cardholders/{id}/documents")
        {
            Content = form,
            Headers = { { "Idempotency-Key", $"pilot-roster-{paper.Type}-{id}" } },
        };
        using var answer = await officer.SendAsync(request, cancellationToken);

        // A load continued on another day finds the papers that it has already added, with other dates.
        if (answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
        {
            await PilotRoster.ExpectAsync(answer, cancellationToken);
        }
    }

    private sealed record Paper(string Type, string Title, DateOnly Date);
}

/// <summary>What a sample paper says about a hearing.</summary>
/// <param name="Start">When it begins, by the court's clocks.</param>
/// <param name="Court">The court's city.</param>
/// <param name="Today">The day on which the roster is loaded.</param>
internal sealed record SampleHearing(DateTime Start, string Court, DateOnly Today);
