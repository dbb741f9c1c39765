using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Jobs.Components.Systems.Istio;

namespace Portal.Jobs.Tests.Components.Systems;

public sealed class MeshAuthorityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Root = MeshAuthority.CreateRoot(Now);

    [Fact]
    public void Root_IsAsIstiosOwnToolsMakeIt()
    {
        using var root = X509Certificate2.CreateFromPem(Root, Root);

        Assert.Equal("O=Istio, CN=Root CA", root.Subject);
        Assert.Equal(root.Subject, root.Issuer);
        Assert.Equal(4096, root.GetRSAPublicKey()!.KeySize);
        var constraints = root.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints is { Critical: true, CertificateAuthority: true, HasPathLengthConstraint: false });
        Assert.Equal(Now.AddDays(3650), MeshAuthority.EndOf(Root));
        Assert.Equal("1.2.840.113549.1.1.11", root.SignatureAlgorithm.Value);
    }

    [Fact]
    public void Intermediate_SignsForOneClusterAndNoAuthorityBelow()
    {
        var made = MeshAuthority.CreateIntermediate(Root, "member1", Now);
        using var intermediate = X509Certificate2.CreateFromPem(made.Certificate, made.Key);

        Assert.Contains("CN=Intermediate CA", intermediate.Subject, StringComparison.Ordinal);
        Assert.Contains("L=member1", intermediate.Subject, StringComparison.Ordinal);
        Assert.Equal("O=Istio, CN=Root CA", intermediate.Issuer);
        var constraints = intermediate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints is { Critical: true, CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
        var usage = intermediate.Extensions.OfType<X509KeyUsageExtension>().Single();
        Assert.True(usage.Critical);
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign, usage.KeyUsages);
        Assert.Equal(["istiod.istio-system.svc"], intermediate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        Assert.Equal(made.Certificate + made.Root, made.Chain);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", made.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Intermediate_IsSoundUntilItIsTimeToRenewIt()
    {
        var made = MeshAuthority.CreateIntermediate(Root, "member1", Now);

        Assert.True(MeshAuthority.IsSound(made, Root, Now));
        Assert.True(MeshAuthority.IsSound(made, Root, Now.AddDays(364)));
        Assert.False(MeshAuthority.IsSound(made, Root, Now.AddDays(366)));
    }

    [Fact]
    public void Intermediate_NearTheRootsEnd_EndsWithIt_AndIsNotMadeAnewAgainAndAgain()
    {
        var late = Now.AddDays(3500);
        var made = MeshAuthority.CreateIntermediate(Root, "member1", late);
        using var intermediate = X509Certificate2.CreateFromPem(made.Certificate);

        Assert.Equal(MeshAuthority.EndOf(Root), new DateTimeOffset(intermediate.NotAfter.ToUniversalTime()));
        Assert.True(MeshAuthority.IsSound(made, Root, late));
    }

    [Fact]
    public void Intermediate_OfAnotherRootOrWithAnotherKey_IsNotSound()
    {
        var made = MeshAuthority.CreateIntermediate(Root, "member1", Now);
        using var other = RSA.Create(2048);

        Assert.False(MeshAuthority.IsSound(made, MeshAuthority.CreateRoot(Now), Now));
        Assert.False(MeshAuthority.IsSound(made with { Key = other.ExportPkcs8PrivateKeyPem() }, Root, Now));
        Assert.False(MeshAuthority.IsSound(made with { Certificate = "" }, Root, Now));
        Assert.False(MeshAuthority.IsSound(made with { Chain = made.Certificate }, Root, Now));
        Assert.DoesNotContain("PRIVATE", made.ToString(), StringComparison.Ordinal);
    }
}
