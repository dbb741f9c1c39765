using Portal.Core.Access.Factors;

namespace Portal.Core.Tests.Access.Factors;

public sealed class FactorCodesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
    private static readonly string Key = Totp.NewKey();

    [Fact]
    [Trait("Attack", "factor-replay")]
    public void CodeOfTheAuthenticator_CountsOnce()
    {
        var factors = Factors();
        var code = Totp.CodeAt(Key, Totp.StepAt(Now));

        Assert.Equal(SignInFactor.AuthenticatorCode, FactorCodes.Use(factors, Key, code, Now));
        Assert.Null(FactorCodes.Use(factors, Key, code, Now));
        Assert.Null(FactorCodes.Use(factors, Key, code, Now.AddSeconds(Totp.StepSeconds)));
        Assert.Equal(Now, factors.LastUsedAt);
    }

    [Fact]
    [Trait("Attack", "factor-replay")]
    public void OlderCode_CountsNoMore_AfterANewerOne()
    {
        var factors = Factors();
        var step = Totp.StepAt(Now);

        Assert.NotNull(FactorCodes.Use(factors, Key, Totp.CodeAt(Key, step), Now));

        Assert.Null(FactorCodes.Use(factors, Key, Totp.CodeAt(Key, step - 1), Now));
        Assert.NotNull(FactorCodes.Use(factors, Key, Totp.CodeAt(Key, step + 1), Now));
    }

    [Fact]
    public void Code_IsTakenAsPeopleTypeIt()
    {
        var code = Totp.CodeAt(Key, Totp.StepAt(Now));

        Assert.NotNull(FactorCodes.Use(Factors(), Key, $" {code[..3]} {code[3..]} ", Now));
    }

    [Fact]
    [Trait("Attack", "factor-replay")]
    public void RecoveryCode_WorksOnce_AndLeavesTheOthers()
    {
        var factors = Factors();
        (var codes, factors.RecoveryHashes) = RecoveryCodeSet.New();

        Assert.Equal(SignInFactor.RecoveryCode, FactorCodes.Use(factors, Key, codes[3].ToUpperInvariant(), Now));
        Assert.Null(FactorCodes.Use(factors, Key, codes[3], Now));

        Assert.Equal(9, RecoveryCodeSet.Left(factors.RecoveryHashes));
        Assert.All(codes.Where(code => code != codes[3]), code => Assert.Equal(SignInFactor.RecoveryCode, FactorCodes.Use(factors, Key, code, Now)));
        Assert.Equal(0, RecoveryCodeSet.Left(factors.RecoveryHashes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcd-efgh-jkmn-pqrs")]
    [InlineData("２２２２２２")]
    public void WhatIsNoCode_CountsForNothing(string code)
    {
        var factors = Factors();
        (_, factors.RecoveryHashes) = RecoveryCodeSet.New();

        Assert.Null(FactorCodes.Use(factors, Key, code, Now));
        Assert.Null(FactorCodes.Use(factors, Key, new string('1', 100_000), Now));
        Assert.Equal((0, 10), (factors.LastStep, RecoveryCodeSet.Left(factors.RecoveryHashes)));
    }

    [Fact]
    public void RecoveryCodes_AreTenOf80Bits_AndNoneIsKept()
    {
        var (codes, hashes) = RecoveryCodeSet.New();

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$", code));
        Assert.Equal(320, hashes.Length);
    }

    private static AccountFactors Factors() => new() { UserId = Guid.NewGuid(), UserName = "ada" };
}
