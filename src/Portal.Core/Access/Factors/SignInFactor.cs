namespace Portal.Core.Access.Factors;

/// <summary>By what somebody proved who they are, beside the password or instead of it.</summary>
public enum SignInFactor
{
    /// <summary>The password alone.</summary>
    Password,
    AuthenticatorCode,
    RecoveryCode,

    /// <summary>Stands for both factors: the device has it, and it verified its person.</summary>
    Passkey,
}
