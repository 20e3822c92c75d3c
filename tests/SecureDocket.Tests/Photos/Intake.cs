using SecureDocket.Photos;
using Xunit;

namespace SecureDocket.Tests.Photos;

/// <summary>What the tests of intake say again and again.</summary>
internal static class Intake
{
    public static Photo Accepted(byte[] upload)
    {
        var result = PhotoIntake.Accept(upload);
        Assert.Empty(result.Refusals);
        Assert.False(result.IsRefused);
        return result.Value;
    }

    /// <summary>Holds the refusal against the codes expected, all of them and no others.</summary>
    public static void Refused(byte[] upload, params string[] codes)
    {
        var result = PhotoIntake.Accept(upload);
        Assert.True(result.IsRefused);
        Assert.Equal(codes.Order(), result.Refusals.Select(refusal => refusal.Code).Order());
        Assert.All(result.Refusals, refusal => Assert.Equal("photo", refusal.Field));
    }
}
