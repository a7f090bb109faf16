namespace FileStorage.Grains.Interfaces.Accounts;

/// <summary>Who may make an account after the first.</summary>
public enum RegistrationPolicy
{
    Open,
    Invite,
    Closed,
}
