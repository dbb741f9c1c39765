using System.Text;
using Portal.Core.Access.Factors;

namespace Portal.Core.Tests.Access.Factors;

public sealed class TotpTests
{
    private const string Letters = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// <summary>RFC 6238, appendix B, the last six of the eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_IsThatOfTheStandard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Letters, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    [InlineData("12345678901234567890", Letters)]
    public void Base32_IsThatOfTheStandard(string plain, string encoded)
    {
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Base32.Decode(encoded)));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Code_OfAStepAside_Counts_AndOfTwoDoesNot(int aside, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        var step = Totp.StepAt(now) + aside;

        Assert.Equal(counts ? step : null, Totp.Match(Letters, Totp.CodeAt(Letters, step), now, after: 0));
    }

    [Fact]
    public void Keys_AreOf160Bits_AndDiffer()
    {
        Assert.Equal(20, Base32.Decode(Totp.NewKey()).Length);
        Assert.NotEqual(Totp.NewKey(), Totp.NewKey());
    }
}
