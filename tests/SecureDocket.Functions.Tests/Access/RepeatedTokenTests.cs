using System.Security.Claims;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Access;

/// <summary>A token that was found sound is not validated anew with each request, and stops being believed no later for it.</summary>
public sealed class RepeatedTokenTests : IDisposable
{
    private readonly TestTokens _tokens = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly Published _published = new() { UseLastKnownGoodConfiguration = false };
    private readonly TokenValidator _validator;

    public RepeatedTokenTests()
    {
        _published.Current = With(Key());
        _validator = new(
            new AccessOptions
            {
                MetadataAddress = new("https://login.example/metadata"),
                Issuer = DevelopmentIssuer.Issuer,
                Audience = DevelopmentIssuer.Audience,
                SignIn = new() { MetadataAddress = new("https://login.example/metadata"), ClientId = "pages", Scope = "access" },
            },
            _published,
            _clock);
    }

    [Fact]
    public async Task It_is_validated_once()
    {
        var token = Mint();
        var first = await ValidateAsync(token);
        var reads = _published.Reads;
        var second = await ValidateAsync(token);

        // The validator reads the issuer's keys; the handler that validates would read them once more.
        Assert.Equal(reads + 1, _published.Reads);
        Assert.Equal("officer-7", second!.FindFirst("oid")!.Value);
        Assert.Equal(first!.Claims.Select(claim => (claim.Type, claim.Value)), second.Claims.Select(claim => (claim.Type, claim.Value)));
    }

    [Fact]
    public async Task It_ends_when_its_time_is_up()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _clock.Advance(TimeSpan.FromMinutes(60));
        Assert.NotNull(await ValidateAsync(token));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await ValidateAsync(token));
    }

    [Fact]
    public async Task It_is_not_believed_before_its_time_where_the_clock_is_set_back()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _clock.Advance(-TimeSpan.FromMinutes(7));
        Assert.Null(await ValidateAsync(token));
    }

    [Fact]
    public async Task It_ends_when_its_issuer_publishes_its_key_no_more()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _published.Current = With();
        Assert.Null(await ValidateAsync(token));
    }

    [Fact]
    public async Task It_ends_when_its_key_is_taken_out_of_what_is_published()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _published.Current.SigningKeys.Clear();
        Assert.Null(await ValidateAsync(token));
    }

    [Fact]
    public async Task It_is_validated_again_once_the_keys_were_read_again()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _published.Current = With(Key());
        var reads = _published.Reads;
        Assert.NotNull(await ValidateAsync(token));
        Assert.True(_published.Reads > reads + 1);
    }

    [Fact]
    public async Task One_whose_key_was_published_before_is_validated_each_time()
    {
        // The handler believes the keys of the last metadata that proved good for an hour, and no longer.
        _published.UseLastKnownGoodConfiguration = true;
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        _published.Current = With();
        for (var time = 0; time < 2; time++)
        {
            var reads = _published.Reads;
            await ValidateAsync(token);
            Assert.True(_published.Reads > reads + 1);
        }
    }

    [Fact]
    public async Task One_that_differs_in_a_character_is_another()
    {
        var token = Mint();
        Assert.NotNull(await ValidateAsync(token));
        Assert.Null(await ValidateAsync(token + "="));
        Assert.Null(await ValidateAsync(token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1]));
    }

    public void Dispose() => _tokens.Dispose();

    private static OpenIdConnectConfiguration With(params IEnumerable<SecurityKey> keys)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = DevelopmentIssuer.Issuer };
        foreach (var key in keys)
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }

    private RsaSecurityKey Key() => new(_tokens.Key.ExportParameters(includePrivateParameters: false)) { KeyId = TestTokens.KeyId };

    private string Mint() => _tokens.Mint(_clock.GetUtcNow());

    private Task<ClaimsIdentity?> ValidateAsync(string token) => _validator.ValidateAsync(token, CancellationToken.None);

    /// <summary>What an issuer publishes, which a test changes.</summary>
    private sealed class Published : BaseConfigurationManager
    {
        public OpenIdConnectConfiguration Current { get; set; } = new();

        public int Reads { get; private set; }

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel)
        {
            Reads++;
            return Task.FromResult<BaseConfiguration>(Current);
        }

        public override void RequestRefresh()
        {
        }
    }
}
