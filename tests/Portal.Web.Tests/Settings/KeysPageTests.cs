using Bunit;
using Portal.Core.Access;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class KeysPageTests : PageTest
{
    private static readonly Problem Running = new(
        ProblemKind.Conflict, "The keys are being rotated already", "An operation of grace rotates them.", "Wait until it has ended.");

    [Fact]
    public void Operator_IsToldWhoManagesKeys()
    {
        SignInAs(PortalRole.Operator);

        Open("/settings/keys");

        Shows("Keys are managed by administrators.");
        Assert.Empty(Buttons("Rotate keys"));
    }

    [Fact]
    public void Keys_SayWhichIsInUse_AndWhichAreRevoked()
    {
        Keys.Items.Add(new RingKey(Guid.CreateVersion7(), Sample.Now.AddDays(-100), Sample.Now.AddDays(-10), RingKeyState.Revoked));

        Open("/settings/keys");

        Eventually(() => Assert.Equal(
            [$"{Keys.Items[0].Id} In use 10 d ago in 80 d", $"{Keys.Items[1].Id} Revoked 100 d ago 10 d ago"], Page.FindAll("tbody tr").Select(Text)));
    }

    [Fact]
    public void Rotate_SaysWhatItMeans_AndStartsOnce()
    {
        Keys.Hold();
        Open("/settings/keys");
        Eventually(() => Button("Rotate keys"));
        Click(() => Button("Rotate keys"));
        Shows("Everybody who is signed in, you too, signs in again.", () => Dialog);

        DoubleClick(() => Button("Rotate keys", Dialog));
        Keys.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal(1, Keys.Rotations);
    }

    [Fact]
    public void RotateRefused_SaysWhyInTheDialog()
    {
        Keys.Refusal = Running;
        Open("/settings/keys");
        Eventually(() => Button("Rotate keys"));
        Click(() => Button("Rotate keys"));
        Eventually(() => Button("Rotate keys", Dialog));

        Click(() => Button("Rotate keys", Dialog));

        ShowsProblem(Running);
    }
}
