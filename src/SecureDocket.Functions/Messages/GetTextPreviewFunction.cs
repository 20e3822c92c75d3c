using SecureDocket.Messages;

namespace SecureDocket.Functions.Messages;

/// <summary><c>GET /api/v1/texts/preview</c>: what a person would get, for those who answer for the words. It names nobody and reads nothing.</summary>
public sealed class GetTextPreviewFunction(PreviewText preview)
{
    /// <summary>200 with the text, its length and its estimated cost.</summary>
    [Function("GetTextPreview"),
     Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.DocketAuditor, Roles.ProgramAdministrator),
     Query("occasion", "subject", "tier", "language")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/texts/preview")] HttpRequest request) =>
        TextPreviewForm.Read(request.Query).OrProblem(form => JsonAnswer.Ok(
            TextPreviewView.Of(form, preview.Execute(form.Occasion, form.Date, form.Tier, form.Language)), MessagesJson.Answers.TextPreviewView));
}

/// <summary>A text as it would be sent for an invented person, place and date.</summary>
public sealed record TextPreviewView
{
    /// <summary>The occasion.</summary>
    public required string Occasion { get; init; }

    /// <summary>What it is about: hearing, checkIn or card; absent when it says the same of all.</summary>
    public string? Subject { get; init; }

    /// <summary>The tier: neutral, codeWord or detailed.</summary>
    public required string Tier { get; init; }

    /// <summary>The language of the text.</summary>
    public required string Language { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The alphabet that it needs: gsm7 or ucs2.</summary>
    public required string Encoding { get; init; }

    /// <summary>The number of characters, invisible ones included.</summary>
    public required int Characters { get; init; }

    /// <summary>What they count for in segments: septets, of which some characters take two, or UTF-16 units.</summary>
    public required int Units { get; init; }

    /// <summary>The number of messages that it is sent and billed as.</summary>
    public required int Segments { get; init; }

    /// <summary>What it would cost.</summary>
    public required TextCostView EstimatedCost { get; init; }

    internal static TextPreviewView Of(TextPreviewForm form, TextPreview preview) => new()
    {
        Occasion = form.Occasion.Name,
        Subject = preview.Subject == Texts.TextSubject.None ? null : Names.Of(preview.Subject),
        Tier = Names.Of(form.Tier),
        Language = form.Language,
        Text = preview.Text,
        Encoding = Names.Of(preview.Length.Encoding),
        Characters = preview.Text.EnumerateRunes().Count(),
        Units = preview.Length.Units,
        Segments = preview.Length.Segments,
        EstimatedCost = new(PreviewText.CentsPerSegment, preview.Cents),
    };
}

/// <summary>What a text would cost: an estimate from list prices, which leaves out what a contract or a carrier may add.</summary>
/// <param name="CentsPerSegment">The price of a segment, in US cents.</param>
/// <param name="Cents">The price of the text, in US cents.</param>
public sealed record TextCostView(decimal CentsPerSegment, decimal Cents);
