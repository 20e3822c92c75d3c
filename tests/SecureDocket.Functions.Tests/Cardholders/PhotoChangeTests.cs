using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Cardholders;

/// <summary>A genuine card keeps the face that it was signed with, and one officer alone does not change whom the record shows.</summary>
public sealed class PhotoChangeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private readonly byte[] _other = TestPeople.Photo();

    [Fact]
    public async Task One_officer_alone_puts_no_other_face_on_a_genuine_card()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var signed = await ShownAsync(card);
        (await PutAsync(officer, card, _other)).Is(202);

        var record = (await officer.GetAsync(Of(card))).Json;
        Assert.Equal(signed.Hash, record["photo"]!["hash"]!.GetValue<string>());
        var change = Reply.HasExactly(record["photoChange"], "hash", "width", "height", "href", "requestedBy", "requestedAt", "expiresAt");
        Assert.NotEqual(signed.Hash, change["hash"]!.GetValue<string>());
        (await ApproveAsync(officer, card, change["hash"]!.GetValue<string>())).IsProblem(403, "four-eyes");
        Assert.Equal(signed, await ShownAsync(card));
        Assert.Empty(await NewsAsync(card));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_photo_leaves_a_card_with_the_one_that_it_was_signed_with_until_it_is_replaced(bool suspended)
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var signed = await ShownAsync(card);
        if (suspended)
        {
            (await officer.PostAsync($"{CardOf(card)}/suspension", new JsonObject { ["reason"] = "under-review" })).Is(200);
        }

        var hash = await WaitingAsync(officer, card);
        var looked = (await second.GetAsync($"{Of(card)}/photo/change")).Is(200).HasSafeHeaders();
        Assert.Equal("image/jpeg", looked.MediaType);
        var approved = (await ApproveAsync(second, card, hash)).Is(200);
        Assert.Equal(approved.ETag, (await ApproveAsync(second, card, hash)).Is(200).ETag);

        // Typed or scanned: the face to compare with is the signed one, and the officer hears that the record has another.
        foreach (var question in new[] { Verifying.Credential(card["credential"]!.GetValue<string>()), Verifying.Number(card["cardNumber"]!.GetValue<string>()) })
        {
            using var field = api.As("Field.Officer");
            var seen = (await field.VerifyAsync(question))["card"]!;
            Assert.True(seen["photoChanged"]!.GetValue<bool>());
            Assert.Equal(signed.Hash, seen["photo"]!["hash"]!.GetValue<string>());
            Assert.Equal(signed.Bytes, Convert.ToHexString((await field.GetAsync(seen["photo"]!["href"]!.GetValue<string>())).Is(200).Bytes));
        }

        var record = (await officer.GetAsync(Of(card))).Json;
        Assert.Equal(hash, record["photo"]!["hash"]!.GetValue<string>());
        Assert.Null(record["photoChange"]);
        Assert.True(record["cards"]![0]!["photoChanged"]!.GetValue<bool>());
        Assert.Contains("photo-changed", await NewsAsync(card));
        await AssertBothNamedAsync(card);

        // The new card signs the new photo, and the old one, shown again, still has its own.
        var replaced = (await officer.PostAsync(
            $"{CardOf(card)}/replacement", new JsonObject { ["reason"] = "details-changed", ["siteId"] = api.Host.SiteId })).Is(201).Json;
        Assert.Equal(hash, (await ShownAsync(replaced["cardNumber"]!.GetValue<string>())).Hash);
        Assert.Equal(signed, await ShownAsync(card));
        Assert.All((await officer.GetAsync(Of(card))).Json["cards"]!.AsArray(), each => Assert.Null(each!["photoChanged"]));
    }

    [Fact]
    public async Task An_approval_is_of_the_photo_that_was_looked_at_and_holds_for_an_hour()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        using var second = api.As("officer-8", "Enrollment.Officer");
        var hash = await WaitingAsync(officer, card);
        (await ApproveAsync(second, card, new string('0', 64))).IsProblem(404, "no-such-photo");
        (await ApproveAsync(second, card, "no hash")).IsInvalid("hash");
        (await second.PutAsync($"{Of(card)}/photo/change/approval", new JsonObject())).IsInvalid("hash");

        api.Host.Clock.Advance(TimeSpan.FromHours(1));
        (await ApproveAsync(second, card, hash)).IsProblem(409, "approval-expired");
        (await second.GetAsync($"{Of(card)}/photo/change")).IsProblem(404, "no-such-photo");
        Assert.Null((await officer.GetAsync(Of(card))).Json["photoChange"]);

        // Taken in again, it waits again.
        Assert.Equal(hash, await WaitingAsync(officer, card));
        (await ApproveAsync(second, card, hash)).Is(200);
    }

    [Fact]
    public async Task A_person_without_a_card_in_force_needs_no_second_officer_and_is_told_where_a_card_was_signed_with_the_photo_before()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        using var officer = api.As("Enrollment.Officer");
        var signed = await ShownAsync(card);
        (await officer.PostAsync($"{CardOf(card)}/revocation", new JsonObject { ["reason"] = "lost" })).Is(200);
        (await PutAsync(officer, card, _other)).Is(200);
        Assert.Equal(signed, await ShownAsync(card));
        Assert.Equal(["card-revoked", "photo-changed"], await NewsAsync(card));
    }

    private static string CardOf(JsonObject card) => $"/api/v1/cards/{card["cardNumber"]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal)}";

    private static string Of(JsonObject card) => $"/api/v1/cardholders/{card["cardholderId"]}";

    private static async Task<Reply> PutAsync(Caller officer, JsonObject card, byte[] photo) =>
        await officer.PutAsync($"{Of(card)}/photo", Caller.Bytes(photo, "image/jpeg"), (await officer.GetAsync(Of(card))).ETag);

    private static Task<Reply> ApproveAsync(Caller officer, JsonObject card, string hash) =>
        officer.PutAsync($"{Of(card)}/photo/change/approval", new JsonObject { ["hash"] = hash });

    private async Task<string> WaitingAsync(Caller officer, JsonObject card)
    {
        (await PutAsync(officer, card, _other)).Is(202);

        // A lost answer is asked for again.
        (await PutAsync(officer, card, _other)).Is(202);
        return (await officer.GetAsync(Of(card))).Json["photoChange"]!["hash"]!.GetValue<string>();
    }

    private Task<Shown> ShownAsync(JsonObject card) => ShownAsync(card["cardNumber"]!.GetValue<string>());

    private async Task<Shown> ShownAsync(string number)
    {
        using var field = api.As("Field.Officer");
        var photo = (await field.VerifyAsync(Verifying.Number(number)))["card"]!["photo"]!;
        var bytes = (await field.GetAsync(photo["href"]!.GetValue<string>())).Is(200).Bytes;
        return new(photo["hash"]!.GetValue<string>(), Convert.ToHexString(bytes));
    }

    private async Task<IReadOnlyList<string?>> NewsAsync(JsonObject card)
    {
        Assert.True(CardholderId.TryParse(card["cardholderId"]!.GetValue<string>(), out var id));
        var docket = await api.Host.Services.GetRequiredService<DocketStore>().LoadAsync(id, default);
        return [.. docket!.Reminders.Where(reminder => reminder.Subject.Kind == ReminderSubjectKind.Card && reminder.State == ReminderState.Planned).Select(reminder => reminder.News).Order(StringComparer.Ordinal)];
    }

    private async Task AssertBothNamedAsync(JsonObject card)
    {
        using var auditor = api.As("Docket.Auditor");
        var changed = (await auditor.GetAsync($"{Of(card)}/journal")).Is(200).Json["events"]!.AsArray().Single(each => each!["kind"]!.GetValue<string>() == "photo-changed")!;
        Assert.Equal("officer-8", changed["actor"]!.GetValue<string>());
        Assert.NotEqual("officer-8", changed["requestedBy"]!.GetValue<string>());
    }

    private sealed record Shown(string Hash, string Bytes);
}
