using System.Security.Cryptography;
using Portal.Core.Secrets;

namespace Portal.Core.Tests.Secrets;

public sealed class HandoverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4_400)]
    [InlineData(100_000)]
    public void Answer_InPiecesForOneKey_IsReadByItsHolderAlone(int length)
    {
        using var asker = HandoverEnvelope.NewKey();
        using var stranger = HandoverEnvelope.NewKey();
        var plain = RandomNumberGenerator.GetBytes(length);
        var parts = new HandoverParts();

        foreach (var part in HandoverParts.Split(HandoverEnvelope.Seal(plain, HandoverEnvelope.PublicPart(asker))))
        {
            Assert.True(part.Length < 8000);
            Assert.False(parts.Complete);
            parts.Add(part);
        }

        Assert.True(parts.Complete);
        Assert.Equal(plain, HandoverEnvelope.Open(parts.Join(), asker));
        Assert.ThrowsAny<CryptographicException>(() => HandoverEnvelope.Open(parts.Join(), stranger));
    }

    [Fact]
    public void SecondAnswer_AfterAWholeOne_IsLeftOut()
    {
        var (first, second) = (RandomNumberGenerator.GetBytes(9000), RandomNumberGenerator.GetBytes(9000));
        var parts = new HandoverParts();
        foreach (var part in HandoverParts.Split(first).Concat(HandoverParts.Split(second)))
        {
            parts.Add(part);
        }

        Assert.Equal(first, parts.Join());
    }
}
