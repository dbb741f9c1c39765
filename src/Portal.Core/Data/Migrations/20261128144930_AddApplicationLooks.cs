using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddApplicationLooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "checked_at",
                table: "application_clusters",
                type: "timestamp with time zone",
                nullable: true);
            migrationBuilder.Sql(EmbeddedSql.Read("notify-application-looks.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER notify_application_cluster_changed ON application_clusters;
                DROP TRIGGER notify_application_cluster ON application_clusters;
                CREATE TRIGGER notify_application_cluster AFTER INSERT OR UPDATE OR DELETE ON application_clusters
                    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
                """);
            migrationBuilder.DropColumn(
                name: "checked_at",
                table: "application_clusters");
        }
    }
}
