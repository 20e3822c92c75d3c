using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SecureDocket.Credentials;

namespace SecureDocket.Verifier;

/// <summary><c>pack update</c> and <c>pack show</c>.</summary>
internal static class PackCommand
{
    private const string DefaultPath = "/api/v1/verifier-pack";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static async Task<int> UpdateAsync(Arguments arguments, TextWriter output, TimeProvider clock)
    {
        var address = Address(arguments.Word("server's address")!);
        var path = arguments.Required("--pack");
        var (anchor, trustFirst) = (arguments.Option("--anchor"), arguments.Has("--trust-first"));
        if (anchor is not null && trustFirst)
        {
            throw Failure.Usage("--anchor and --trust-first exclude each other.");
        }

        // Ignoring either option would suggest that the existing pack was checked against it.
        var isFirst = !File.Exists(path);
        if (isFirst != (anchor is not null || trustFirst))
        {
            throw Failure.Usage(isFirst
                ? $"There is no pack at {path} yet: the first needs --anchor or --trust-first."
                : $"There is a pack at {path} already, and --anchor and --trust-first are for the first. To start over, delete the file.");
        }

        var inHand = isFirst ? null : await PackFile.ReadAsync(path);

        var bytes = await FetchAsync(address, clock);
        var now = clock.GetUtcNow();
        var (pack, reason) = inHand is not null
            ? VerifierPack.ReadNext(bytes, inHand, now)
            : VerifierPack.ReadFirst(bytes, anchor ?? VerifierPack.AnchorOf(bytes) ?? "", now);
        if (pack is null)
        {
            // The existing pack does not lead to this one, so the issuer must confirm the change through another channel.
            var wayOut = inHand is not null && reason is VerifierPack.UnendorsedKey or Reasons.KeyWithdrawn
                ? $". If the issuer says that its keys were stolen or its anchor has changed, delete {path} and start over with --anchor."
                : "";
            throw Failure.BadData($"The pack is refused: {reason}{wayOut}");
        }

        await PackFile.WriteAsync(path, bytes);
        await DescribeAsync(pack, bytes, output, now);
        if (trustFirst)
        {
            await output.WriteLineAsync(
                "This first pack was trusted without verification. Compare the thumbprint after \"anchor\" with the issuer's through another channel; delete the file if they differ.");
        }

        return ExitCode.Done;
    }

    public static async Task<int> ShowAsync(Arguments arguments, TextWriter output, TimeProvider clock)
    {
        arguments.Word(null);
        var path = arguments.Required("--pack");
        var bytes = await PackFile.BytesAsync(path);
        await DescribeAsync(PackFile.Parse(bytes, path), bytes, output, clock.GetUtcNow());
        return ExitCode.Done;
    }

    private static async Task DescribeAsync(VerifierPack pack, byte[] bytes, TextWriter output, DateTimeOffset now)
    {
        var withdrawn = pack.Keys.Count(key => key.WithdrawnAt is not null);
        var behind = now < pack.IssuedAt - CredentialFormat.ClockLeeway ? ", which this clock has not reached" : "";
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            version     {pack.Version}
            made        {Format.Instant(pack.IssuedAt)}{behind}
            issuer      {pack.Issuer}
            anchor      {pack.Anchor.Thumbprint}
            signed by   {VerifierPack.SignerOf(bytes)}
            keys        {pack.Keys.Count - withdrawn - 1} in force, {withdrawn} withdrawn
            lists       {pack.Lists.Count}
            policy      {string.Join(", ", pack.MaximumStatusAges.Select(pair => $"{pair.Key} {Format.Length(pair.Value)}"))}
            """));
    }

    private static Uri Address(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            throw Failure.Usage($"'{text}' is no https address, nor an http address of this machine.");
        }

        return uri.AbsolutePath is "" or "/" ? new UriBuilder(uri) { Path = DefaultPath }.Uri : uri;
    }

    private static async Task<byte[]> FetchAsync(Uri address, TimeProvider clock)
    {
        // A redirect or a proxy could send a plain-http request for this machine to another one.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(VerifierPack.MediaType));
        using var patience = new CancellationTokenSource(s_patience, clock);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Failure.Unavailable(string.Create(CultureInfo.InvariantCulture, $"{address} answered {(int)response.StatusCode}."));
            }

            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            return await PackFile.ReadAtMostAsync(body, VerifierPack.MaximumLength, patience.Token)
                ?? throw Failure.BadData($"The pack is refused: {Reasons.Malformed} (it is larger than any verifier pack)");
        }
        catch (OperationCanceledException)
        {
            throw Failure.Unavailable($"{address} did not answer within {Format.Length(s_patience)}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Failure.Unavailable($"{address} was not reached: {failure.Message}");
        }
    }
}
