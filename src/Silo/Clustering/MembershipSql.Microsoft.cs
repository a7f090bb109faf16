namespace FileStorage.Silo.Clustering;

/// <summary>
/// Who is in the cluster, as rows. Nothing in them outlives the processes that they tell of, so they are made by whoever finds none, and
/// can be dropped while all silos are down.
/// </summary>
internal static class MembershipSql
{
    /// <summary>Locked against two silos that start in the same instant.</summary>
    public const string Create = """
        select pg_advisory_xact_lock(7313451812);
        create table if not exists cluster_versions (
            cluster_id text primary key,
            version integer not null);
        create table if not exists cluster_members (
            cluster_id text not null,
            silo text not null,
            status integer not null,
            gateway_port integer not null,
            host_name text not null,
            silo_name text not null,
            started_at timestamptz not null,
            alive_at timestamptz not null,
            suspects text not null,
            etag integer not null,
            primary key (cluster_id, silo));
        """;

    public const string Begin = "insert into cluster_versions (cluster_id, version) values ($1, 0) on conflict do nothing";

    /// <summary>Both tables as of one moment; a row of nulls where nobody is there.</summary>
    public const string ReadAll = """
        select version.version, member.silo, member.status, member.gateway_port, member.host_name, member.silo_name,
               member.started_at, member.alive_at, member.suspects, member.etag
        from cluster_versions version left join cluster_members member on member.cluster_id = version.cluster_id
        where version.cluster_id = $1
        """;

    public const string ReadOne = """
        select version.version, member.silo, member.status, member.gateway_port, member.host_name, member.silo_name,
               member.started_at, member.alive_at, member.suspects, member.etag
        from cluster_versions version left join cluster_members member on member.cluster_id = version.cluster_id and member.silo = $2
        where version.cluster_id = $1
        """;

    /// <summary>Every change of a member raises the version: two silos that change something at once, one of them loses.</summary>
    public const string Raise = "update cluster_versions set version = $2 where cluster_id = $1 and version = $3";

    public const string Insert = """
        insert into cluster_members (cluster_id, silo, status, gateway_port, host_name, silo_name, started_at, alive_at, suspects, etag)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) on conflict do nothing
        """;

    public const string Update = """
        update cluster_members set status = $3, gateway_port = $4, host_name = $5, silo_name = $6, started_at = $7, alive_at = $8, suspects = $9,
            etag = etag + 1
        where cluster_id = $1 and silo = $2 and etag = $10
        """;

    public const string Alive = "update cluster_members set alive_at = $3 where cluster_id = $1 and silo = $2";

    public const string Forget = "delete from cluster_members where cluster_id = $1 and status = $2 and alive_at < $3 and started_at < $3";

    public const string ForgetAll = "delete from cluster_members where cluster_id = $1";

    public const string ForgetVersion = "delete from cluster_versions where cluster_id = $1";

    public const string Gateways = "select silo, gateway_port from cluster_members where cluster_id = $1 and status = $2 and gateway_port > 0";
}
