namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>The answer to a request for an account.</summary>
public enum Admission
{
    Refused,
    AdmittedAsUser,
    AdmittedAsAdministrator,
}
