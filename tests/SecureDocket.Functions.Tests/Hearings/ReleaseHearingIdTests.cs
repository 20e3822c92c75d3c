using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Hearings;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Hearings;

/// <summary>An id that a registrar set for the wrong person is taken from that docket, and is the right person's then.</summary>
public sealed class ReleaseHearingIdTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private const string Reason = "Set for the wrong person, as the court said";

    private readonly string _id = TestHearings.NewId();
    private (string ANumber, string Id) _wrong;
    private (string ANumber, string Id) _right;

    private string Path => $"{TestHearings.Path(_id)}/id-release";

    public async Task InitializeAsync()
    {
        TestHearings.SetNow(api.Host, "2030-06-01T12:00:00Z");
        await TestHearings.CourtAsync(api.Host, "NYC", "America/New_York");
        (_wrong, _right) = (await TestHearings.PersonAsync(api.Host), await TestHearings.PersonAsync(api.Host));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_id_is_taken_from_the_wrong_docket_with_its_reason_and_the_right_person_s_hearing_is_set_with_it()
    {
        await SaysAsync(_wrong, 3, 200);
        await SaysAsync(_right, 3, 409, "hearing-of-another");
        var released = (await ReleaseAsync(_wrong.Id, 3)).Is(200).HasSafeHeaders();
        var answer = Reply.HasExactly(released.Json, "hearingId", "cardholderId", "hearing");
        Assert.Equal((_id, _wrong.Id, "cancelled"), (Text(answer, "hearingId"), Text(answer, "cardholderId"), Text(answer["hearing"], "status")));
        Assert.DoesNotContain(_wrong.ANumber, released.Text, StringComparison.Ordinal);
        await SaysAsync(_right, 3, 200);

        Assert.Equal(["hearing-set", "hearing-id-released"], await TestHearings.JournalAsync(api.Host, _wrong.Id));
        Assert.Equal(["hearing-set"], await TestHearings.JournalAsync(api.Host, _right.Id));
        var rows = await api.Host.Services.GetRequiredService<ITables>().RowsAsync(_wrong.Id, "~event|", "~event}");
        Assert.Contains(Reason, rows[^1].Json, StringComparison.Ordinal);

        // The wrong docket has it no longer: no word brings it back there, and the court's day has it once.
        await SaysAsync(_wrong, 9, 409, "hearing-of-another");
        using var registrar = api.As("Court.Registrar");
        var day = (await registrar.GetAsync("/api/v1/courts/NYC/hearings?day=2031-03-04")).Is(200).Json["hearings"]!.AsArray();
        Assert.Equal(_right.Id, Text(Assert.Single(day, one => Text(one, "hearingId") == _id), "cardholderId"));

        // Repeating it takes nothing from the right person, though their hearing has the same version.
        (await ReleaseAsync(_wrong.Id, 3)).Is(200);
        Assert.Equal("unchanged", Text((await SaysAsync(_right, 3, 200)).Json, "outcome"));
        Assert.Equal(["hearing-set", "hearing-id-released"], await TestHearings.JournalAsync(api.Host, _wrong.Id));
    }

    [Fact]
    public async Task An_id_that_was_claimed_and_no_hearing_came_of_it_is_taken_too()
    {
        var lookups = api.Host.Services.GetRequiredService<Lookups>();
        Assert.True(CardholderId.TryParse(_wrong.Id, out var wrong));
        await lookups.ClaimAsync(LookupKind.Hearing, _id, wrong, default);
        await SaysAsync(_right, 1, 409, "hearing-of-another");
        (await ReleaseAsync(_wrong.Id, 1)).IsProblem(412, "version-mismatch");
        Reply.HasExactly((await ReleaseAsync(_wrong.Id, 0)).Is(200).Json, "hearingId", "cardholderId");
        (await ReleaseAsync(_wrong.Id, 0)).Is(200);
        Assert.Equal(["hearing-id-released"], await TestHearings.JournalAsync(api.Host, _wrong.Id));
        await SaysAsync(_right, 1, 200);
        (await ReleaseAsync(_wrong.Id, 0)).Is(200);
        Assert.Equal("unchanged", Text((await SaysAsync(_right, 1, 200)).Json, "outcome"));
    }

    [Fact]
    public async Task An_id_that_was_taken_by_mistake_is_the_same_docket_s_again_by_a_newer_word()
    {
        await SaysAsync(_wrong, 3, 200);
        (await ReleaseAsync(_wrong.Id, 3)).Is(200);
        await SaysAsync(_wrong, 3, 409, "hearing-stale");
        await SaysAsync(_wrong, 5, 200);
        await SaysAsync(_right, 6, 409, "hearing-of-another");
        (await ReleaseAsync(_wrong.Id, 3)).IsProblem(412, "version-mismatch");
        (await ReleaseAsync(_wrong.Id, 5)).Is(200);
        await SaysAsync(_right, 1, 200);
        Assert.Equal(["hearing-set", "hearing-id-released", "hearing-moved", "hearing-id-released"], await TestHearings.JournalAsync(api.Host, _wrong.Id));
    }

    [Fact]
    public async Task An_id_that_was_squatted_with_the_highest_version_begins_anew()
    {
        await SaysAsync(_right, HearingForm.LargestVersion, 200);
        var released = (await ReleaseAsync(_right.Id, HearingForm.LargestVersion)).Is(200);
        Assert.Equal(HearingForm.LargestVersion, released.Json["hearing"]!["sourceVersion"]!.GetValue<long>());
        await SaysAsync(_right, 1, 200);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_changes_nothing()
    {
        await SaysAsync(_wrong, 3, 200);
        var before = api.Storage.Writes;
        using var administrator = api.As("Program.Administrator");
        (await administrator.PutAsync(Path, Body(_wrong.Id))).IsProblem(428, "version-required");
        (await ReleaseAsync(_wrong.Id, 2)).IsProblem(412, "version-mismatch");
        var other = (await ReleaseAsync(_right.Id, 3)).IsProblem(409, "hearing-of-another");
        Assert.Contains(_wrong.Id, Text(other.Json, "detail"), StringComparison.Ordinal);
        (await administrator.PutAsync(Path, new JsonObject { ["cardholderId"] = "nobody", ["reason"] = new string('x', 201), ["more"] = 1 }, "\"3\"")).IsInvalid("cardholderId", "reason", "more");
        (await administrator.PutAsync(Path, new JsonObject { ["reason"] = "two\nlines" }, "\"3\"")).IsInvalid("cardholderId", "reason");
        (await ReleaseAsync("AAAAAAAAAAAAAAAAAAAAAA", 3)).IsProblem(404, "no-such-cardholder");
        (await administrator.PutAsync("/api/v1/hearings/H-none/id-release", Body(_wrong.Id), "*")).IsProblem(404, "no-such-hearing");
        (await administrator.PutAsync("/api/v1/hearings/no%7Cne/id-release", Body(_wrong.Id), "*")).IsProblem(404, "no-such-hearing");
        Assert.Equal(before, api.Storage.Writes);
    }

    [Fact]
    public async Task Whatever_runs_at_once_a_hearing_stands_in_one_docket()
    {
        for (var round = 0; round < 8; round++)
        {
            var id = TestHearings.NewId();
            using var registrar = api.As("Court.Registrar");
            using var administrator = api.As("Program.Administrator");
            (await registrar.PutAsync(TestHearings.Path(id), TestHearings.Hearing(_wrong.ANumber))).Is(200);
            await Task.WhenAll(
                [
                    .. Enumerable.Range(0, 3).Select(_ => administrator.PutAsync($"{TestHearings.Path(id)}/id-release", Body(_wrong.Id), "*")),
                    .. Enumerable.Range(2, 3).Select(version => registrar.PutAsync(TestHearings.Path(id), Cancelled(TestHearings.Hearing(_wrong.ANumber, version)))),
                    .. Enumerable.Range(2, 3).Select(version => registrar.PutAsync(TestHearings.Path(id), Cancelled(TestHearings.Hearing(_right.ANumber, version)))),
                ]);

            // Of the two dockets one at most takes a newer word.
            var replies = new[]
            {
                await registrar.PutAsync(TestHearings.Path(id), Cancelled(TestHearings.Hearing(_wrong.ANumber, 100))),
                await registrar.PutAsync(TestHearings.Path(id), Cancelled(TestHearings.Hearing(_right.ANumber, 100))),
            };
            Assert.Equal([200, 409], replies.Select(reply => reply.Status).Order());
            Assert.Equal("hearing-of-another", Text(replies.Single(reply => reply.Status == 409).Json, "code"));
        }
    }

    private async Task<Reply> ReleaseAsync(string cardholder, long version)
    {
        using var administrator = api.As("Program.Administrator");
        return await administrator.PutAsync(Path, Body(cardholder), $"\"{version}\"");
    }

    private async Task<Reply> SaysAsync((string ANumber, string Id) person, long version, int status, string? code = null)
    {
        using var registrar = api.As("Court.Registrar");
        var reply = await registrar.PutAsync(TestHearings.Path(_id), TestHearings.Hearing(person.ANumber, version));
        return code is null ? reply.Is(status) : reply.IsProblem(status, code);
    }

    private static JsonObject Body(string cardholder) => new() { ["cardholderId"] = cardholder, ["reason"] = Reason };

    private static JsonObject Cancelled(JsonObject hearing)
    {
        hearing["cancelled"] = true;
        return hearing;
    }

    private static string Text(JsonNode? json, string member) => json![member]!.GetValue<string>();
}
