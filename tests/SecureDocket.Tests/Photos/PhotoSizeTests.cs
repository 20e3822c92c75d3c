using SecureDocket.Photos;
using Xunit;
using static SecureDocket.Tests.Photos.Intake;

namespace SecureDocket.Tests.Photos;

public sealed class PhotoSizeTests
{
    [Theory]
    [InlineData(600, 600)]
    [InlineData(1200, 1200)]
    [InlineData(413, 531)]
    [InlineData(600, 800)]
    [InlineData(1200, 1600)]
    [InlineData(700, 900)]
    [InlineData(449, 600)]
    [InlineData(750, 1000)]
    public void Squares_and_portraits_of_an_identity_photo_are_accepted(int width, int height) =>
        Accepted(new JpegBytes { Width = width, Height = height }.Build());

    [Theory]
    [InlineData(599, 599)]
    [InlineData(1201, 1201)]
    [InlineData(601, 600)]
    [InlineData(412, 531)]
    [InlineData(413, 530)]
    [InlineData(800, 600)]
    [InlineData(1200, 1602)]
    [InlineData(448, 600)]
    [InlineData(480, 600)]
    [InlineData(500, 800)]
    [InlineData(1, 1)]
    public void Other_sizes_are_refused(int width, int height) =>
        Refused(new JpegBytes { Width = width, Height = height }.Build(), PhotoCodes.Dimensions);
}
