using SecureDocket.Messages;
using Xunit;

namespace SecureDocket.Tests.Messages;

public sealed class DeliveryCodesTests
{
    [Theory]
    [InlineData(true, null, DeliveryVerdict.Delivered)]
    [InlineData(true, 2000, DeliveryVerdict.Delivered)]
    [InlineData(false, 4000, DeliveryVerdict.Configuration)]
    [InlineData(false, 4001, DeliveryVerdict.Configuration)]
    [InlineData(false, 4002, DeliveryVerdict.Permanent)]
    [InlineData(false, 4003, DeliveryVerdict.Permanent)]
    [InlineData(false, 4004, DeliveryVerdict.Permanent)]
    [InlineData(false, 4005, DeliveryVerdict.Configuration)]
    [InlineData(false, 4006, DeliveryVerdict.Retry)]
    [InlineData(false, 4007, DeliveryVerdict.OptedOut)]
    [InlineData(false, 4008, DeliveryVerdict.Retry)]
    [InlineData(false, 4009, DeliveryVerdict.Configuration)]
    [InlineData(false, 4010, DeliveryVerdict.Configuration)]
    [InlineData(false, 5000, DeliveryVerdict.Retry)]
    [InlineData(false, 5001, DeliveryVerdict.Retry)]
    [InlineData(false, 5002, DeliveryVerdict.Unknown)]
    [InlineData(false, 9999, DeliveryVerdict.Unknown)]
    [InlineData(false, 4321, DeliveryVerdict.Unknown)]
    [InlineData(false, 2000, DeliveryVerdict.Unknown)]
    [InlineData(false, null, DeliveryVerdict.Unknown)]
    public void A_code_means_one_thing(bool delivered, int? code, DeliveryVerdict verdict) => Assert.Equal(verdict, DeliveryCodes.Of(delivered, code));
}
