using SecureDocket.Pdf;
using Xunit;

namespace SecureDocket.Tests.Documents;

/// <summary>What a mainstream reader sees of a file is what was checked.</summary>
public sealed class PdfSightTests
{
    public static TheoryData<string> Sound => [.. PdfCorpus.Sound.Select(each => each.Name)];

    public static TheoryData<string> Ambiguous => [.. PdfCorpus.Ambiguous.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_file_is_taken_although_it_looks_odd(string name) =>
        Assert.Empty(PdfIntake.Accept(PdfCorpus.Sound.Single(each => each.Name == name).File, CancellationToken.None).Refusals.Select(refusal => refusal.Detail));

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public void A_file_that_readers_understand_differently_is_refused(string name)
    {
        var refusal = Assert.Single(PdfIntake.Accept(PdfCorpus.Ambiguous.Single(each => each.Name == name).File, CancellationToken.None).Refusals);
        Assert.Equal("pdf-corrupt", refusal.Code);
        Assert.EndsWith("print it to a new PDF.", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_opens_every_file_that_is_taken_without_repair_script_or_action()
    {
        var files = PdfCorpus.Sound.ToList();
        var sights = await PdfReader.OpenAsync(files.Select(each => each.File));
        Assert.All(files.Zip(sights), pair =>
        {
            var (file, sight) = pair;
            Assert.Empty(sight.Repaired.Concat(sight.Active).Select(said => $"{file.Name}: {said}"));
            Assert.Equal(PdfIntake.Accept(file.File, CancellationToken.None).Value!.Pages, sight.Pages);
            Assert.DoesNotContain("HIDDEN", sight.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_hides_from_a_plain_reading_is_seen_by_the_reader()
    {
        // Otherwise the test above would prove nothing.
        var sights = await PdfReader.OpenAsync(PdfCorpus.Ambiguous.Where(each => each.Name.StartsWith("case:", StringComparison.Ordinal) || each.Name.StartsWith("linearized, and the first section", StringComparison.Ordinal)).Select(each => each.File));
        Assert.All(sights, sight => Assert.Contains("HIDDEN", sight.Text, StringComparison.Ordinal));
        Assert.Contains(sights, sight => sight.Active.Length > 0);
    }
}
