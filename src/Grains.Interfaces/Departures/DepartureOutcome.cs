namespace FileStorage.Grains.Interfaces.Departures;

/// <summary>What a wish to delete an account leads to.</summary>
public enum DepartureOutcome
{
    /// <summary>The account is closed: nobody gets in. What is left to delete is deleted from now on, whatever happens.</summary>
    Begun = 0,

    /// <summary>There is no such account (any more).</summary>
    NotFound = 1,

    /// <summary>It is the last administrator's.</summary>
    LastAdministrator = 2,
}
